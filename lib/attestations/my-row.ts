import { Prisma, type Queryable } from "../core/db";
import { attestDays } from "../detection/attestation-sql";
import type { Severity } from "../domain/severity";
import type { TokenState } from "../domain/token-states";
import type { TokenClass } from "../domain/tokens";
import { dated } from "../tokens/token-row";
import { askedAt, lastMine, suggestedAttestDays } from "./due-sql";
import type { AttestationAnswer } from "./schemas";

/** A token that somebody owns, or stands in for, as their list shows it and as an answer keeps it. */
export interface MyRow {
  token: string;
  name: string;
  hint: string | null;
  class: TokenClass;
  state: TokenState;
  connection: { id: string; name: string };
  environment: string | null;
  imported: boolean;
  scopes: string[];
  created: { at: string; source: string | null } | null;
  lastUsed: { at: string; source: string | null } | null;
  expiry: { kind: "at" | "never" | "unknown"; at: string | null };
  /** in which part one answers for it */
  as: "owner" | "backup";
  owner: { id: string; name: string };
  purpose: string | null;
  workloads: { id: string; name: string }[];
  /** `days` by which policy, or by our suggestion where none says */
  due: { at: string; days: number; by: "policy" | "suggestion" };
  last: { answer: AttestationAnswer; at: string } | null;
  attested: string | null;
  findings: { rule: string; severity: Severity }[];
  /** offered to somebody who has not answered yet */
  offered: { id: string; to: string; until: string | null } | null;
  /** of what an answer rests on */
  version: string;
}

/** Rows of these tokens as `person` answers for them; tokens that are not theirs are left out. Built by PostgreSQL. */
export async function myRows(db: Queryable, person: string, ids: readonly string[]): Promise<MyRow[]> {
  if (ids.length === 0) return [];
  const [result] = await db.$queryRaw<[{ rows: MyRow[] }]>(Prisma.sql`
    select coalesce(json_agg(json_build_object(
      'token', t.id, 'name', t.name, 'hint', t.hint, 'class', t.class, 'state', s.state, 'connection', json_build_object('id', c.id, 'name', c.name), 'environment', t.environment,
      'imported', t.imported, 'scopes', t.scopes, 'created', ${dated("t.issued_at", "t.issued_from")}, 'lastUsed', ${dated("t.last_used_at", "t.last_used_from")},
      'expiry', json_build_object('kind', t.expiry, 'at', t.expires_at), 'as', case when o.person_id = ${person}::uuid then 'owner' else 'backup' end,
      'owner', json_build_object('id', op.id, 'name', op.display_name), 'purpose', nullif(o.purpose, ''),
      'workloads', coalesce((select json_agg(json_build_object('id', w.id, 'name', w.name) order by w.name, w.id) from token_workload tw join workload w on w.id = tw.workload_id where tw.token_id = t.id and tw.basis <> 'suggested'), '[]'),
      'due', json_build_object('at', ${askedAt}, 'days', coalesce(${attestDays}, ${suggestedAttestDays}), 'by', case when ${attestDays} is null then 'suggestion' else 'policy' end),
      'last', case when la.id is not null then json_build_object('answer', la.answer, 'at', la.at) end, 'attested', ${lastMine},
      'findings', coalesce((select json_agg(json_build_object('rule', f.rule, 'severity', f.severity) order by f.severity, f.rule) from finding f where f.token_id = t.id and f.status in ('open', 'in_review', 'remediating', 'regressed')), '[]'),
      'offered', case when x.id is not null then json_build_object('id', x.id, 'to', xp.display_name, 'until', x.due_at) end,
      'version', md5(concat_ws('|', o.person_id, coalesce(o.backup_person_id::text, '-'), o.set_at, coalesce(la.id::text, '-'), coalesce(x.id::text, '-'), t.facts_hash, t.expiry, coalesce(t.expires_at::text, '-')))
    ) order by u.n), '[]') as rows
    from unnest(${ids}::uuid[]) with ordinality as u(id, n) join token t on t.id = u.id join connection c on c.id = t.connection_id join token_state s on s.token_id = t.id
    join ownership o on o.token_id = t.id and o.state = 'confirmed' and ${person}::uuid in (o.person_id, o.backup_person_id) join person op on op.id = o.person_id
    left join lateral (select a.id, a.answer, a.at from attestation a where a.token_id = t.id order by a.at desc, a.id desc limit 1) la on true
    left join owner_transfer x on x.token_id = t.id and x.status = 'proposed' and x.kind = 'transfer' left join person xp on xp.id = x.to_person_id`);
  return result.rows;
}
