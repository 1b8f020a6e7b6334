import { z } from "zod";
import { authorize, may } from "../authorization/authorize";
import type { Context } from "../core/context";
import { notFound } from "../core/errors";
import { ownConnector } from "../domain/own-connector";
import type { Severity } from "../domain/severity";
import type { FindingState } from "../domain/states";
import { type AccountRow, accountRows } from "./list-accounts";

export interface AccountFinding {
  id: string;
  rule: string;
  severity: Severity;
  status: FindingState;
  factors: unknown;
  firstSeen: string;
  note: string | null;
}
/** What somebody said of a pair of account and person; the newest of a pair counts. */
export interface AccountDecision {
  id: string;
  person: { id: string; name: string };
  decision: "confirmed" | "rejected";
  reason: string;
  /** whoever decided, by the name that they have now */
  by: string;
  at: string;
}
export interface AccountPage {
  row: AccountRow;
  externalId: string;
  firstSeen: string;
  lastSeen: string;
  /** who says when it was last used */
  lastUsedFrom: string | null;
  /** whether the connection's statement is signed; what an unsigned one says is that address's word alone */
  signed: boolean;
  /** what the collector's own link rests on, also where a decision overrules it; null = it found nobody */
  evidence: { person: { id: string; name: string }; words: unknown } | null;
  decisions: AccountDecision[];
  findings: AccountFinding[];
  tokens: { count: number; shown: { id: string; name: string; state: string }[] };
  may: { link: boolean; triage: boolean };
}

interface Stored
  extends Pick<AccountPage, "externalId" | "firstSeen" | "lastSeen" | "lastUsedFrom" | "signed" | "evidence" | "decisions" | "findings" | "tokens"> {}

const mostTokens = 12;

/** Everything about one account. Throws NotFound. */
export async function accountPage(ctx: Context, given: string): Promise<AccountPage> {
  authorize(ctx.actor, "people.read");
  const { data: id } = z.uuid().safeParse(given);
  if (!id) throw notFound("The account");
  const [[row], [more]] = await Promise.all([
    accountRows(ctx.db, [{ id }]),
    ctx.db.$queryRaw<{ stored: Stored }[]>`
      select json_build_object('externalId', a.external_id, 'firstSeen', a.first_seen_at, 'lastSeen', a.last_seen_at, 'lastUsedFrom', a.last_used_from,
        'signed', c.connector in ('import', ${ownConnector}) or c.id in (select connection_id from signed_connection),
        'evidence', (select json_build_object('person', json_build_object('id', p.id, 'name', p.display_name), 'words', l.evidence)
          from account_link l join person p on p.id = l.person_id where l.account_id = a.id),
        'decisions', (select coalesce(json_agg(json_build_object('id', d.id, 'person', json_build_object('id', p.id, 'name', p.display_name), 'decision', d.decision,
            'reason', d.reason, 'by', coalesce(w.display_name, d.decided_by), 'at', d.decided_at) order by d.decided_at desc, d.id desc), '[]')
          from account_link_decision d join person p on p.id = d.person_id left join person w on d.decided_by = 'person:' || w.id where d.account_id = a.id),
        'findings', (select coalesce(json_agg(json_build_object('id', f.id, 'rule', f.rule, 'severity', f.severity, 'status', f.status, 'factors', f.factors,
            'firstSeen', f.first_seen_at, 'note', f.triage_note) order by f.status not in ('open', 'in_review', 'remediating', 'regressed'), f.closed_at desc, f.severity, f.rule), '[]') from finding f where f.account_id = a.id),
        'tokens', json_build_object('count', (select count(*) from token t where t.creator_account_id = a.id and t.merged_into is null),
          'shown', (select coalesce(json_agg(json_build_object('id', t.id, 'name', t.name, 'state', s.state) order by t.name, t.id), '[]')
            from (select id, name from token where creator_account_id = a.id and merged_into is null order by name, id limit ${mostTokens}) t join token_state s on s.token_id = t.id))) as stored
      from account a join connection c on c.id = a.connection_id where a.id = ${id}::uuid`,
  ]);
  if (!row || !more) throw notFound("The account");
  return { row, ...more.stored, may: { link: may(ctx.actor, "account.link"), triage: may(ctx.actor, "finding.triage") } };
}
