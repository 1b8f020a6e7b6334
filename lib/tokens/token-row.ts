import { kept, Prisma, type Queryable } from "../core/db";
import type { Severity } from "../domain/severity";
import type { TokenState } from "../domain/token-states";
import type { TokenClass } from "../domain/tokens";
import type { Basis, WorkloadKind } from "../domain/workloads";

/** A date as ISO 8601 and who said so; null where nobody did. */
export type Dated = { at: string; source: string | null } | null;
export type PersonState = "active" | "suspended" | "departed";

/** One line of the inventory: what the list shows. `null` always means unknown. */
export interface TokenLine {
  id: string;
  name: string;
  hint: string | null;
  class: TokenClass;
  state: TokenState;
  environment: string | null;
  imported: boolean;
  connection: { id: string; name: string; connector: string };
  owner: { id: string; name: string; state: "confirmed" | "suggested"; status: PersonState } | null;
  /** one sentence of business reason */
  purpose: string | null;
  workloads: { id: string; name: string; kind: WorkloadKind; basis: Basis }[];
  /** rows at other connections that are the same credential: this one speaks for them */
  sightings: number;
  created: Dated;
  expiry: { kind: "at"; at: string; source: string | null } | { kind: "never"; source: string | null } | { kind: "unknown" };
  lastUsed: Dated;
  firstSeen: string;
  findings: { rule: string; severity: Severity }[];
  /** of the gravest open finding */
  severity: Severity | null;
}

/** A line and who else stands behind the token. */
export interface TokenRow extends TokenLine {
  creator: { account: string; source: string | null; person: { id: string; name: string; status: PersonState } | null } | null;
  backup: { id: string; name: string; status: PersonState } | null;
  team: { id: string; name: string } | null;
}

/** Beside each other two connections give so many rows sooner than one. */
const twoConnectionsFrom = 32;

/** The rows of these tokens in the given order; ids that no longer exist are left out. By one statement, whatever their number, which each connection plans once. */
export const tokenRows = (db: Queryable, ids: readonly string[]): Promise<TokenRow[]> =>
  halves(ids, (some) => rowsOf<TokenRow>(db, "token_rows", tokenRowJson, some));

/** The same of what the list shows, which is a third less to look up. */
export const tokenLines = (db: Queryable, ids: readonly string[]): Promise<TokenLine[]> =>
  halves(ids, (some) => rowsOf<TokenLine>(db, "token_lines", Prisma.sql`json_build_object(${line})`, some));

async function halves<Row>(ids: readonly string[], read: (some: readonly string[]) => Promise<Row[]>): Promise<Row[]> {
  if (ids.length === 0) return [];
  if (ids.length < twoConnectionsFrom) return read(ids);
  const half = ids.length >>> 1;
  return (await Promise.all([read(ids.slice(0, half)), read(ids.slice(half))])).flat();
}

async function rowsOf<Row>(db: Queryable, name: string, json: Prisma.Sql, ids: readonly string[]): Promise<Row[]> {
  const [result] = await db.$queryRaw<[{ rows: Row[] }]>`${kept(name)}select coalesce(json_agg(${json} order by u.n), '[]') as rows ${tokenRowSource(ids)}`;
  return result.rows;
}

/**
 * What a row is made of, in the order of the ids: `u.n`. Everything else is looked up by key in the row itself: as one join of fourteen tables
 * PostgreSQL would plan for longer than it reads.
 */
export const tokenRowSource = (ids: readonly string[]): Prisma.Sql => Prisma.sql`
    from unnest(${ids}::uuid[]) with ordinality as u(id, n)
    join token t on t.id = u.id
    join token_state s on s.token_id = t.id
    left join ownership o on o.token_id = t.id
    left join lateral (
      select coalesce(json_agg(json_build_object('rule', f.rule, 'severity', f.severity) order by f.severity, f.rule), '[]') as findings, min(f.severity) as severity
      from finding f where f.token_id = t.id and f.status in ('open', 'in_review', 'remediating', 'regressed')
    ) f on true`;

/** SQL for a dated fact: null unless the date is known. Both arguments are column names from this code base, never input. */
export function dated(at: string, source: string): Prisma.Sql {
  return Prisma.raw(`case when ${at} is not null then json_build_object('at', ${at}, 'source', ${source}) end`);
}

/** SQL for who made it: the id of the person behind the account that did. The view account_person is asked only where somebody decided: that is rare, and it costs more than all else of a row. */
export const makerOfToken = `(case when exists (select from account_link_decision d where d.account_id = t.creator_account_id)
  then (select ap.person_id from account_person ap where ap.account_id = t.creator_account_id) else (select al.person_id from account_link al where al.account_id = t.creator_account_id) end)`;

const personJson = (id: string, more = ""): Prisma.Sql =>
  Prisma.raw(`(select json_build_object('id', p.id, 'name', p.display_name, ${more}'status', p.status) from person p where p.id = ${id})`);

/** A TokenLine as PostgreSQL builds it, over `tokenRowSource`. */
const line = Prisma.sql`
      'id', t.id, 'name', t.name, 'hint', t.hint, 'class', t.class, 'state', s.state, 'environment', t.environment, 'imported', t.imported,
      'connection', (select json_build_object('id', c.id, 'name', c.name, 'connector', c.connector) from connection c where c.id = t.connection_id),
      'owner', ${personJson("o.person_id", "'state', o.state, ")},
      'purpose', nullif(btrim(o.purpose), ''),
      'workloads', (select coalesce(json_agg(json_build_object('id', w.id, 'name', w.name, 'kind', w.kind, 'basis', tw.basis) order by w.name, w.id), '[]')
        from token_workload tw join workload w on w.id = tw.workload_id where tw.token_id = t.id),
      'sightings', (select count(*)::int from token m where m.merged_into = t.id),
      'created', ${dated("t.issued_at", "t.issued_from")},
      'expiry', json_strip_nulls(json_build_object('kind', t.expiry, 'at', t.expires_at, 'source', t.expires_from)),
      'lastUsed', ${dated("t.last_used_at", "t.last_used_from")},
      'firstSeen', t.first_seen_at,
      'findings', f.findings, 'severity', f.severity`;

/** A TokenRow in the same way. */
export const tokenRowJson = Prisma.sql`json_build_object(${line},
      'creator', (select json_build_object('account', a.name, 'source', t.creator_from, 'person', ${personJson(makerOfToken)}) from account a where a.id = t.creator_account_id),
      'backup', ${personJson("o.backup_person_id")},
      'team', (select json_build_object('id', tm.id, 'name', tm.name) from team tm where tm.id = o.team_id)
    )`;
