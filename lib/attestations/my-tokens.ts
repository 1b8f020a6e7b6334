import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { forbidden } from "../core/errors";
import { decodePlace, encodePlace } from "../core/keyset";
import { parse } from "../core/parse";
import { living } from "../ownership/gap-sql";
import { askedAt, dueSoonDays, isOverdue } from "./due-sql";
import { type MyRow, myRows } from "./my-row";
import { MyTokensInput } from "./schemas";

export interface MyTokens {
  rows: MyRow[];
  next: string | null;
}

/** Whose list it is: everyone has their own, and nobody reads another's here. */
export function whoAsks(ctx: Context): string {
  authorize(ctx.actor, "token.attest");
  if (ctx.actor.type !== "person") throw forbidden("Only a signed-in person has tokens of their own.");
  return ctx.actor.id;
}

/** Living tokens that `person` owns or stands in for, with the moment their answer is due. */
const mine = (person: string, now: Date) => Prisma.sql`
  select t.id, o.person_id = ${person}::uuid as owned, ${askedAt} as due, ${isOverdue(now)} as overdue from ownership o join token t on t.id = o.token_id
  where ${person}::uuid in (o.person_id, o.backup_person_id) and o.state = 'confirmed' and ${living(now)}`;

/** Due: its day has come or will within two weeks, one's own and those of owners one stands in for who have left or are suspended; not offered to somebody. */
const due = (person: string, now: Date) => Prisma.sql`
  select m.id, m.due, m.overdue from (${mine(person, now)}) m where m.due <= ${now}::timestamptz + make_interval(days => ${dueSoonDays}::int)
    and (m.owned or exists (select from ownership o join person p on p.id = o.person_id where o.token_id = m.id and p.status <> 'active'))
    and not exists (select from owner_transfer x where x.token_id = m.id and x.status = 'proposed')
    and coalesce((select a.answer from attestation a where a.token_id = m.id order by a.at desc, a.id desc limit 1) <> 'no_longer_needed', true)`;

/** One page of what one answers for, by keyset, what is due first at the top. */
export async function listMyTokens(ctx: Context, input: unknown): Promise<MyTokens> {
  const person = whoAsks(ctx);
  const query = parse(MyTokensInput, input);
  const now = ctx.clock.now();
  const place = decodePlace(query.cursor);
  const after = place ? Prisma.sql`where (k.due, k.id) > (${place[0]}::text::timestamptz, ${place[1]}::uuid)` : Prisma.empty;
  const keys = await ctx.db.$queryRaw<{ id: string; due: string }[]>`
    select k.id, k.due::text as due from (${query.view === "due" ? due(person, now) : mine(person, now)}) k ${after} order by k.due, k.id limit ${query.limit + 1}`;
  const shown = keys.slice(0, query.limit);
  const last = shown.at(-1);
  const rows = await myRows(
    ctx.db,
    person,
    shown.map(({ id }) => id),
  );
  return { rows, next: keys.length > query.limit && last ? encodePlace([last.due, last.id]) : null };
}

export interface MyCounts {
  due: number;
  overdue: number;
  proposed: number;
  owned: number;
}

/** How much waits for whoever asks, and for nobody else. */
export async function countMine(ctx: Context): Promise<MyCounts> {
  const person = whoAsks(ctx);
  const now = ctx.clock.now();
  const [row] = await ctx.db.$queryRaw<[MyCounts]>`
    select (select count(*)::int from (${due(person, now)}) d) as due, (select count(*)::int from (${due(person, now)}) d where d.overdue) as overdue,
      (select count(*)::int from owner_transfer x where x.to_person_id = ${person}::uuid and x.status = 'proposed' and coalesce(x.due_at > ${now}, true))
        + (select count(*)::int from ownership o join token t on t.id = o.token_id where o.person_id = ${person}::uuid and o.state = 'suggested' and ${living(now)}) as proposed,
      (select count(*)::int from (${mine(person, now)}) m) as owned`;
  return row;
}
