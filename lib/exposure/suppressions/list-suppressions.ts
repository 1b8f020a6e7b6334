import { z } from "zod";
import { authorize, may } from "../../authorization/authorize";
import type { Context } from "../../core/context";
import { Prisma } from "../../core/db";
import { decodePlace, encodePlace, notOurs } from "../../core/keyset";
import { parse } from "../../core/parse";
import type { Severity } from "../../domain/severity";
import type { FindingState } from "../../domain/states";
import { ownTitle, titleOf } from "../filter-sql";
import type { SuppressionView } from "./names";
import { SuppressionListInput } from "./schemas";

export interface SuppressionRow {
  id: string;
  status: "proposed" | "active" | "declined" | "ended";
  exposure: { id: string; title: string; hint: string; severity: Severity; status: FindingState };
  reason: string;
  /** the moment at which it ends */
  expires: string;
  /** it works or is critical: without a second person nothing was hidden */
  secondNeeded: boolean;
  proposed: { by: string; name: string; at: string };
  decided: { by: string; name: string; at: string; reason: string | null } | null;
  ended: { at: string; because: string } | null;
  /** sightings of the secret that it hid */
  hits: number;
  lastHit: string | null;
}

export interface SuppressionList {
  rows: SuppressionRow[];
  next: string | null;
  counts: Record<SuppressionView, number>;
  /** whoever asks, where they may decide; null for those who only read */
  decider: string | null;
}

const views: Record<SuppressionView, Prisma.Sql> = {
  living: Prisma.sql`s.status = 'active'`,
  waiting: Prisma.sql`s.status = 'proposed'`,
  unused: Prisma.sql`(s.status = 'active' and s.hits = 0)`,
  ended: Prisma.sql`s.status in ('declined', 'ended')`,
};

type Raw = Omit<SuppressionRow, "exposure"> & { exposure: SuppressionRow["exposure"] & { own: string | null } };
const rowJson = Prisma.sql`json_build_object('id', s.id, 'status', s.status, 'reason', s.reason, 'expires', s.expires_at, 'secondNeeded', s.second_needed,
  'exposure', json_build_object('id', e.id, 'title', e.kind, 'own', ${ownTitle}, 'hint', e.hint, 'severity', e.severity, 'status', e.status),
  'proposed', json_build_object('by', s.proposed_by, 'name', p.display_name, 'at', s.proposed_at),
  'decided', case when s.decided_by is not null then json_build_object('by', s.decided_by, 'name', d.display_name, 'at', s.decided_at, 'reason', s.decided_reason) end,
  'ended', case when s.ended_at is not null then json_build_object('at', s.ended_at, 'because', s.ended_because) end, 'hits', s.hits, 'lastHit', s.last_hit_at)`;
const joined = Prisma.sql`suppression s join exposure e on e.id = s.exposure_id join person p on p.id = s.proposed_by left join person d on d.id = s.decided_by`;

/** What is said to be a false positive, by whom, why and until when, the latest first. */
export async function listSuppressions(ctx: Context, input: unknown): Promise<SuppressionList> {
  authorize(ctx.actor, "inventory.read");
  const { view, cursor, limit } = parse(SuppressionListInput, input);
  const place = decodePlace(cursor);
  if (place && !z.iso.datetime({ offset: true }).safeParse(place[0]).success) throw notOurs();
  const after = place ? Prisma.sql`and (s.proposed_at, s.id) < (${String(place[0])}::text::timestamptz, ${place[1]}::uuid)` : Prisma.empty;
  const [rows, [counts]] = await Promise.all([
    ctx.db.$queryRaw<{ row: Raw }[]>`
      select ${rowJson} as row from ${joined} where ${views[view]} ${after} order by s.proposed_at desc, s.id desc limit ${limit + 1}`,
    ctx.db.$queryRaw<[Record<SuppressionView, number>]>`
      select count(*) filter (where ${views.living})::int as living, count(*) filter (where ${views.waiting})::int as waiting,
        count(*) filter (where ${views.unused})::int as unused, count(*) filter (where ${views.ended})::int as ended from suppression s`,
  ]);
  const shown = rows.slice(0, limit).map(({ row }) => titled(row));
  const last = shown.at(-1);
  return {
    rows: shown,
    next: rows.length > limit && last ? encodePlace([last.proposed.at, last.id]) : null,
    counts,
    decider: deciderOf(ctx),
  };
}

/** What is said of one exposure, the latest first; at most twenty. */
export async function suppressionsOf(ctx: Context, exposureId: string): Promise<SuppressionRow[]> {
  authorize(ctx.actor, "inventory.read");
  const rows = await ctx.db.$queryRaw<{ row: Raw }[]>`
    select ${rowJson} as row from ${joined} where s.exposure_id = ${exposureId}::uuid order by s.proposed_at desc, s.id desc limit 20`;
  return rows.map(({ row }) => titled(row));
}

/** Who asks, where their roles let them decide. */
export const deciderOf = ({ actor }: Context): string | null => (actor.type === "person" && may(actor, "finding.triage") ? actor.id : null);

const titled = (row: Raw): SuppressionRow => {
  const { own, ...exposure } = row.exposure;
  return { ...row, exposure: { ...exposure, title: titleOf(exposure.title, own) } };
};
