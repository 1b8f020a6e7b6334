import { askKept, Prisma, type Queryable } from "../core/db";
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

/** What the list shows of these tokens, in the given order; ids that no longer exist are left out. */
export async function tokenLines(db: Queryable, ids: readonly string[]): Promise<TokenLine[]> {
  if (ids.length === 0) return [];
  if (ids.length < twoConnectionsFrom) return linesOf(db, ids);
  const half = ids.length >>> 1;
  return (await Promise.all([linesOf(db, ids.slice(0, half)), linesOf(db, ids.slice(half))])).flat();
}

/** The same with who else stands behind each token. */
export async function tokenRows(db: Queryable, ids: readonly string[]): Promise<TokenRow[]> {
  if (ids.length === 0) return [];
  const [lines, behind] = await Promise.all([tokenLines(db, ids), behindTokens(db, ids)]);
  return lines.flatMap((line) => {
    const others = behind.get(line.id);
    return others ? [{ ...line, ...others }] : [];
  });
}

type TokenValues = [
  id: string,
  name: string,
  hint: string | null,
  tokenClass: TokenClass,
  state: TokenState,
  environment: string | null,
  imported: boolean,
  connection: [id: string, name: string, connector: string],
  owner: [id: string, name: string, state: "confirmed" | "suggested", status: PersonState] | null,
  purpose: string | null,
  created: Dated,
  expiry: TokenLine["expiry"],
  lastUsed: Dated,
  firstSeen: string,
];

/** What a token has one of, and, of all tokens together and in the order in which a row shows them, what it has several of. */
interface Parts {
  tokens: TokenValues[];
  findings: [token: string, rule: string, severity: Severity][];
  workloads: [token: string, id: string, name: string, kind: WorkloadKind, basis: Basis][];
  sightings: [token: string, count: number][];
}

/**
 * By one statement, whatever their number, which each connection plans once. What a token has several of is looked up for all tokens at once and put together here: looked up,
 * sorted and written for each row by itself, the same rows take half as long again.
 */
async function linesOf(db: Queryable, ids: readonly string[]): Promise<TokenLine[]> {
  const { tokens, findings, workloads, sightings } = await askKept<Parts>(
    db,
    "token_lines",
    Prisma.sql`
    with asked as materialized (select ${ids}::uuid[] as ids)
    select
      (select coalesce(json_agg(json_build_array(t.id, t.name, t.hint, t.class, s.state, t.environment, t.imported, json_build_array(c.id, c.name, c.connector),
          case when p.id is not null then json_build_array(p.id, p.display_name, o.state, p.status) end, nullif(btrim(o.purpose), ''), ${dated("t.issued_at", "t.issued_from")},
          json_strip_nulls(json_build_object('kind', t.expiry, 'at', t.expires_at, 'source', t.expires_from)), ${dated("t.last_used_at", "t.last_used_from")}, t.first_seen_at)), '[]')
        from token t join token_state s on s.token_id = t.id join connection c on c.id = t.connection_id
        left join ownership o on o.token_id = t.id left join person p on p.id = o.person_id where t.id = any((select ids from asked)::uuid[])) as tokens,
      (select coalesce(json_agg(json_build_array(f.token_id, f.rule, f.severity) order by f.severity, f.rule), '[]') from finding f
        where f.token_id = any((select ids from asked)::uuid[]) and f.status in ('open', 'in_review', 'remediating', 'regressed')) as findings,
      (select coalesce(json_agg(json_build_array(tw.token_id, w.id, w.name, w.kind, tw.basis) order by w.name, w.id), '[]') from token_workload tw
        join workload w on w.id = tw.workload_id where tw.token_id = any((select ids from asked)::uuid[])) as workloads,
      (select coalesce(json_agg(json_build_array(m.merged_into, m.count)), '[]') from (select merged_into, count(*) from token
        where merged_into = any((select ids from asked)::uuid[]) group by merged_into) m) as sightings`,
  );
  const lines = new Map(tokens.map((values) => [values[0], lineOf(values)]));
  for (const [token, rule, severity] of findings) lines.get(token)?.findings.push({ rule, severity });
  for (const [token, id, name, kind, basis] of workloads) lines.get(token)?.workloads.push({ id, name, kind, basis });
  const counts = new Map(sightings);
  return ids.flatMap((id) => {
    const line = lines.get(id);
    return line ? [{ ...line, sightings: counts.get(id) ?? 0, severity: line.findings[0]?.severity ?? null }] : [];
  });
}

function lineOf([
  id,
  name,
  hint,
  tokenClass,
  state,
  environment,
  imported,
  connection,
  owner,
  purpose,
  created,
  expiry,
  lastUsed,
  firstSeen,
]: TokenValues): TokenLine {
  return {
    id,
    name,
    hint,
    class: tokenClass,
    state,
    environment,
    imported,
    connection: { id: connection[0], name: connection[1], connector: connection[2] },
    owner: owner && { id: owner[0], name: owner[1], state: owner[2], status: owner[3] },
    purpose,
    workloads: [],
    sightings: 0,
    created,
    expiry,
    lastUsed,
    firstSeen,
    findings: [],
    severity: null,
  };
}

type Behind = Pick<TokenRow, "creator" | "backup" | "team">;

async function behindTokens(db: Queryable, ids: readonly string[]): Promise<Map<string, Behind>> {
  const { behind } = await askKept<{ behind: [string, Behind][] }>(
    db,
    "behind_tokens",
    Prisma.sql`
    with asked as materialized (select ${ids}::uuid[] as ids)
    select coalesce(json_agg(json_build_array(t.id, json_build_object(
      'creator', (select json_build_object('account', a.name, 'source', t.creator_from, 'person', ${personJson(makerOfToken)}) from account a where a.id = t.creator_account_id),
      'backup', ${personJson("o.backup_person_id")},
      'team', (select json_build_object('id', tm.id, 'name', tm.name) from team tm where tm.id = o.team_id)))), '[]') as behind
    from token t left join ownership o on o.token_id = t.id where t.id = any((select ids from asked)::uuid[])`,
  );
  return new Map(behind);
}

/** SQL for a dated fact: null unless the date is known. Both arguments are column names from this code base, never input. */
export function dated(at: string, source: string): Prisma.Sql {
  return Prisma.raw(`case when ${at} is not null then json_build_object('at', ${at}, 'source', ${source}) end`);
}

/** SQL for who made it: the id of the person behind the account that did. The view account_person is asked only where somebody decided: that is rare, and it costs more than all else of a row. */
export const makerOfToken = `(case when exists (select from account_link_decision d where d.account_id = t.creator_account_id)
  then (select ap.person_id from account_person ap where ap.account_id = t.creator_account_id) else (select al.person_id from account_link al where al.account_id = t.creator_account_id) end)`;

const personJson = (id: string): Prisma.Sql =>
  Prisma.raw(`(select json_build_object('id', p.id, 'name', p.display_name, 'status', p.status) from person p where p.id = ${id})`);
