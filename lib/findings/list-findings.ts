import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { decodePlace, encodePlace } from "../core/keyset";
import { parse } from "../core/parse";
import { severities } from "../domain/severity";
import { findingTransitions, openFindingStates } from "../domain/states";
import { type FindingHistory, historiesOf } from "./finding-history";

const states = Object.keys(findingTransitions) as [keyof typeof findingTransitions, ...(keyof typeof findingTransitions)[]];
const list = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (value) => (value === undefined || value === "" ? undefined : Array.isArray(value) ? value : String(value).split(",")),
    z.array(item).max(100).optional(),
  );

export const FindingListInput = z.object({
  rule: list(z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, "is not the id of a rule")),
  severity: list(z.enum(severities)),
  /** without it: those that still want something done */
  status: list(z.enum(states)),
  token: z.uuid().optional(),
  person: z.uuid().optional(),
  connection: z.uuid().optional(),
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** A finding as JSON; times ISO 8601. */
export interface FindingRow extends FindingHistory {
  id: string;
  rule: string;
  severity: (typeof severities)[number];
  status: (typeof states)[number];
  token: { id: string; name: string } | null;
  account: { id: string; name: string } | null;
  person: { id: string; name: string } | null;
  factors: unknown;
  evidence: unknown;
  firstSeen: string;
  lastSeen: string;
  due: string | null;
  note: string | null;
  closedAt: string | null;
}

/** One page of findings, in an order that stays as it is while they change, so that reading page by page meets each once. */
export async function listFindings(ctx: Context, input: unknown): Promise<{ rows: FindingRow[]; next: string | null }> {
  authorize(ctx.actor, "inventory.read");
  const query = parse(FindingListInput, input);
  const place = decodePlace(query.cursor);
  const parts = [Prisma.sql`f.status = any(${query.status ?? [...openFindingStates]}::text[]::finding_status[])`];
  if (place) parts.push(Prisma.sql`f.id > ${place[1]}::uuid`);
  if (query.rule) parts.push(Prisma.sql`f.rule = any(${query.rule}::text[])`);
  if (query.severity) parts.push(Prisma.sql`f.severity = any(${query.severity}::text[]::severity[])`);
  if (query.token) parts.push(Prisma.sql`f.token_id = ${query.token}::uuid`);
  if (query.person) parts.push(Prisma.sql`f.person_id = ${query.person}::uuid`);
  if (query.connection) parts.push(Prisma.sql`coalesce(t.connection_id, a.connection_id) = ${query.connection}::uuid`);
  const [result] = await ctx.db.$queryRaw<[{ rows: Omit<FindingRow, keyof FindingHistory>[] }]>`
    select coalesce(json_agg(row), '[]') as rows from (
      select json_build_object('id', f.id, 'rule', f.rule, 'severity', f.severity, 'status', f.status,
        'token', case when t.id is not null then json_build_object('id', t.id, 'name', t.name) end,
        'account', case when a.id is not null then json_build_object('id', a.id, 'name', a.name) end,
        'person', case when p.id is not null then json_build_object('id', p.id, 'name', p.display_name) end,
        'factors', f.factors, 'evidence', f.evidence, 'firstSeen', f.first_seen_at, 'lastSeen', f.last_seen_at, 'due', f.due_at, 'note', f.triage_note, 'closedAt', f.closed_at) as row
      from finding f left join token t on t.id = f.token_id left join account a on a.id = f.account_id left join person p on p.id = f.person_id
      where ${Prisma.join(parts, " and ")} order by f.id limit ${query.limit + 1}) page`;
  const shown = result.rows.slice(0, query.limit);
  const historyOf = await historiesOf(
    ctx.db,
    shown.map(({ id }) => id),
  );
  const rows = shown.map((row): FindingRow => ({ ...row, ...historyOf(row.id) }));
  const last = rows.at(-1);
  return { rows, next: result.rows.length > query.limit && last ? encodePlace([null, last.id]) : null };
}
