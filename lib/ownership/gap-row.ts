import { Prisma, type Queryable } from "../core/db";
import { critical } from "../detection/verdict-sql";
import type { TokenClass } from "../domain/tokens";
import type { SuggestionKind } from "../suggestions/source";
import { dated } from "../tokens/token-row";

type Named = { id: string; name: string; status: "active" | "suspended" | "departed" };
type At = { at: string; source: string | null } | null;

export interface GapSuggestion {
  id: string;
  person: Named;
  kind: SuggestionKind;
  /** 0 to 100 */
  confidence: number;
  /** the evidence, as the rest of a sentence that begins with the person */
  words: string;
  /** set where people rejected the pattern more often than they accepted it */
  learnt: { base: number; rejected: number; accepted: number } | null;
}

/** A token between which and its person something is missing. `null` always means unknown, or nobody. */
export interface GapRow {
  token: string;
  name: string;
  hint: string | null;
  class: TokenClass;
  connection: { id: string; name: string };
  environment: string | null;
  /** counts as critical: in production, of high reach, or nobody knows */
  critical: boolean;
  created: At;
  lastUsed: At;
  /** a confirmed owner, who may have left; never a suggested one */
  owner: Named | null;
  backup: Named | null;
  team: { id: string; name: string } | null;
  purpose: string | null;
  workloads: { id: string; name: string }[];
  /** open ones, the surest first */
  suggestions: GapSuggestion[];
  /** who is asked to take it over, and until when */
  offer: { id: string; kind: "transfer" | "succession"; to: Named; until: string | null; as: string | null } | null;
  /** those who were asked and did not take it */
  asked: { to: string; status: "declined" | "lapsed"; reason: string | null }[];
  /** why somebody last said that it is not theirs */
  refused: { by: string; reason: string | null; at: string } | null;
  /** of what a decision rests on; another one means that it changed */
  version: string;
}

const named = (alias: string) =>
  Prisma.raw(`case when ${alias}.id is not null then json_build_object('id', ${alias}.id, 'name', ${alias}.display_name, 'status', ${alias}.status) end`);

/** The best open suggestion and the open offer of `token t`, which a decision rests on as well. */
const around = Prisma.sql`
  left join ownership o on o.token_id = t.id left join person op on op.id = o.person_id
  left join lateral (select s.id, s.person_id from owner_suggestion s where s.token_id = t.id and s.status = 'open' order by s.confidence desc, s.kind, s.person_id limit 1) best on true
  left join owner_transfer x on x.token_id = t.id and x.status = 'proposed'`;
// When it was set counts of a confirmed owner alone: what is suggested is written anew whenever its evidence grows, and stays the same suggestion.
const version = Prisma.sql`md5(concat_ws('|', coalesce(o.person_id::text, '-'), coalesce(o.state::text, '-'), coalesce(case when o.state = 'confirmed' then o.set_at end::text, '-'), coalesce(op.status::text, '-'), coalesce(best.id::text, '-'), coalesce(x.id::text, '-')))`;

/** The rows of these tokens in the given order, as JSON that PostgreSQL builds; ids that no longer exist are left out. */
export async function gapRows(db: Queryable, ids: readonly string[]): Promise<GapRow[]> {
  if (ids.length === 0) return [];
  const [result] = await db.$queryRaw<[{ rows: GapRow[] }]>`
    select coalesce(json_agg(json_build_object(
      'token', t.id, 'name', t.name, 'hint', t.hint, 'class', t.class, 'connection', json_build_object('id', c.id, 'name', c.name), 'environment', t.environment,
      'critical', ${critical}, 'created', ${dated("t.issued_at", "t.issued_from")}, 'lastUsed', ${dated("t.last_used_at", "t.last_used_from")},
      'owner', case when o.state = 'confirmed' then ${named("op")} end, 'backup', ${named("bp")},
      'team', case when te.id is not null then json_build_object('id', te.id, 'name', te.name) end, 'purpose', o.purpose,
      'workloads', coalesce((select json_agg(json_build_object('id', w.id, 'name', w.name) order by w.name, w.id) from token_workload tw join workload w on w.id = tw.workload_id where tw.token_id = t.id and tw.basis <> 'suggested'), '[]'),
      'suggestions', coalesce((select json_agg(json_build_object('id', s.id, 'person', ${named("sp")}, 'kind', s.kind, 'confidence', s.confidence, 'words', s.evidence ->> 'words',
          'learnt', case when s.evidence ? 'rejected' then json_build_object('base', s.evidence -> 'base', 'rejected', s.evidence -> 'rejected', 'accepted', s.evidence -> 'accepted') end)
          order by s.confidence desc, s.kind, s.person_id) from owner_suggestion s join person sp on sp.id = s.person_id where s.token_id = t.id and s.status = 'open'), '[]'),
      'offer', case when x.id is not null then json_build_object('id', x.id, 'kind', x.kind, 'to', ${named("xp")}, 'until', x.due_at, 'as', x.evidence ->> 'as') end,
      'asked', coalesce((select json_agg(json_build_object('to', ap.display_name, 'status', a.status, 'reason', a.decided_reason) order by a.decided_at) from owner_transfer a join person ap on ap.id = a.to_person_id
          where a.token_id = t.id and a.kind = 'succession' and a.from_person_id = o.person_id and a.status in ('declined', 'lapsed')), '[]'),
      'refused', (select json_build_object('by', np.display_name, 'reason', n.reason, 'at', n.at) from attestation n join person np on np.id = n.person_id where n.token_id = t.id and n.answer = 'not_mine' order by n.at desc limit 1),
      'version', ${version}
    ) order by u.n), '[]') as rows
    from unnest(${ids}::uuid[]) with ordinality as u(id, n) join token t on t.id = u.id join connection c on c.id = t.connection_id
    ${around} left join person bp on bp.id = o.backup_person_id left join team te on te.id = o.team_id left join person xp on xp.id = x.to_person_id`;
  return result.rows;
}

/** What a decision about a token rests on at this moment. */
export interface Standing {
  token: string;
  name: string;
  version: string;
  suggestion: string | null;
  suggested: string | null;
  owner: string | null;
  state: "suggested" | "confirmed" | null;
  setAt: Date | null;
}

/**
 * The same for deciding, in the transaction of the decision: the owners' rows and the open suggestions are locked, in order of the tokens, so
 * that of two who decide at once the second sees what the first did.
 */
export async function lockStanding(tx: Queryable, tokens: readonly string[]): Promise<Map<string, Standing>> {
  await tx.$queryRaw`select token_id from ownership where token_id = any(${tokens}::uuid[]) order by token_id for no key update`;
  await tx.$queryRaw`select id from owner_suggestion where token_id = any(${tokens}::uuid[]) order by token_id, id for no key update`;
  const rows = await tx.$queryRaw<Standing[]>`
    select t.id as token, t.name, ${version} as version, best.id as suggestion, best.person_id as suggested, o.person_id as owner, o.state::text as state, o.set_at as "setAt"
    from token t ${around} where t.id = any(${tokens}::uuid[])`;
  return new Map(rows.map((row) => [row.token, row]));
}
