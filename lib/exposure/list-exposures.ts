import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { decodePlace, encodePlace, type KeysetPlace, notOurs } from "../core/keyset";
import { parse } from "../core/parse";
import { severities } from "../domain/severity";
import { type ExposureRow, exposureRows } from "./exposure-row";
import type { ExposureSort } from "./facet-names";
import { conditions, dueAt, exposuresWithToken, searched } from "./filter-sql";
import { type ExposureFilters, ExposureListInput } from "./schemas";

export interface ExposureList {
  rows: ExposureRow[];
  next: string | null;
}

/** One page of exposures, by keyset: gravest first and of those the longest visible, unless another order was asked for. */
export async function listExposures(ctx: Context, input: unknown): Promise<ExposureList> {
  authorize(ctx.actor, "inventory.read");
  const query = parse(ExposureListInput, input);
  const reversed = query.sort.startsWith("-");
  const order = orders[(reversed ? query.sort.slice(1) : query.sort) as ExposureSort];
  const place = decodePlace(query.cursor);
  if (place && !order.form.safeParse(place[0]).success) throw notOurs();
  const keys = await ctx.db.$queryRaw<{ id: string; value: string | null }[]>`
    select e.id, ${order.value} as value from ${order.from ?? exposuresWithToken}
    where ${Prisma.join([...narrowed(query, ctx.clock.now()), ...(place ? [order.after(place, reversed)] : [])], " and ")}
    order by ${order.by(reversed)} limit ${query.limit + 1}`;
  const shown = keys.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    rows: await exposureRows(
      ctx.db,
      shown.map(({ id }) => id),
    ),
    next: keys.length > query.limit && last ? encodePlace([last.value, last.id]) : null,
  };
}

const iso = (moment: Prisma.Sql) => Prisma.sql`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** All filters as conditions over `exposuresWithToken`. */
export function narrowed(filters: ExposureFilters, now: Date): Prisma.Sql[] {
  const parts = [searched(filters), ...Object.values(conditions(filters, now))].filter((part) => part !== null);
  return parts.length > 0 ? parts : [Prisma.sql`true`];
}

interface Order {
  /** the sort value as text, for the cursor */
  value: Prisma.Sql;
  /** what such a value looks like; null stands for unknown */
  form: z.ZodType;
  from?: Prisma.Sql;
  by(reversed: boolean): Prisma.Sql;
  after(place: KeysetPlace, reversed: boolean): Prisma.Sql;
}

/** By one column that comes `first` down or up; unknown ones last, ties by id. */
function column(expression: Prisma.Sql, type: "timestamptz" | "int", first: "asc" | "desc", from?: Prisma.Sql): Order {
  const moment = type === "timestamptz";
  const direction = (reversed: boolean) => ((first === "asc") === reversed ? "desc" : "asc");
  return {
    value: moment ? iso(expression) : Prisma.sql`${expression}::text`,
    form: (moment ? z.iso.datetime() : z.string().regex(/^\d{1,9}$/)).nullable(),
    from,
    by: (reversed) => Prisma.sql`${expression} ${Prisma.raw(direction(reversed))} nulls last, e.id`,
    after: ([value, id], reversed) => {
      if (value === null) return Prisma.sql`(${expression} is null and e.id > ${id}::uuid)`;
      const given = Prisma.sql`${String(value)}::text::${Prisma.raw(type)}`;
      const beyond = Prisma.raw(direction(reversed) === "asc" ? ">" : "<");
      return Prisma.sql`(${expression} ${beyond} ${given} or (${expression} = ${given} and e.id > ${id}::uuid) or ${expression} is null)`;
    },
  };
}

/** In words of the index exposure_open. */
const since = Prisma.sql`coalesce(e.first_visible_at, e.detected_at)`;
const bySeverity: Order = {
  value: Prisma.sql`e.severity::text || ' ' || ${iso(since)}`,
  form: z.templateLiteral([z.enum(severities), " ", z.iso.datetime()]),
  by: (reversed) => {
    const direction = Prisma.raw(reversed ? "desc" : "asc");
    return Prisma.sql`e.severity ${direction}, ${since} ${direction}, e.id ${direction}`;
  },
  after: ([value, id], reversed) => {
    const [severity, at] = String(value).split(/ (.*)/);
    return Prisma.sql`(e.severity, ${since}, e.id) ${Prisma.raw(reversed ? "<" : ">")} (${severity}::text::severity, ${at}::text::timestamptz, ${id}::uuid)`;
  },
};

const withPlaces = Prisma.sql`${exposuresWithToken} join (select exposure_id, count(*)::int as n from occurrence group by 1) c on c.exposure_id = e.id`;
const orders: Record<ExposureSort, Order> = {
  severity: bySeverity,
  detected: column(Prisma.sql`e.detected_at`, "timestamptz", "desc"),
  seen: column(Prisma.sql`e.last_seen_at`, "timestamptz", "desc"),
  places: column(Prisma.sql`c.n`, "int", "desc", withPlaces),
  due: column(dueAt, "timestamptz", "asc"),
  age: column(Prisma.sql`e.first_visible_at`, "timestamptz", "asc"),
};
