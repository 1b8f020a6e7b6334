import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { notFound } from "../core/errors";
import { parse } from "../core/parse";
import { ownConnector } from "../domain/own-connector";
import { type PersonRow, personRow } from "./queries";
import type { PersonStatus } from "./schemas";

/** An account that counts as this person's, or was said not to be, with what that rests on. */
export interface PersonAccount {
  id: string;
  name: string;
  userName: string | null;
  email: string | null;
  kind: string;
  status: string;
  connectionId: string;
  connection: string;
  /** whether the connection's statement is signed; what an unsigned one says is that address's word alone */
  signed: boolean;
  /** found = by the collector's evidence; decided = somebody confirmed it; rejected = somebody said it is not theirs */
  basis: "found" | "decided" | "rejected";
  evidence: unknown;
  decision: { by: string; byName: string | null; at: Date; reason: string } | null;
}
export interface PersonToken {
  id: string;
  name: string;
  class: string;
  hint: string | null;
  state: string;
  connection: string;
  /** why it stands here */
  as: "creator" | "owner" | "backup";
  lastUsedAt: Date | null;
}
export interface PersonPage {
  person: PersonRow & { firstSeenAt: Date; removedAt: Date | null; manager: { id: string; displayName: string } | null; reports: number };
  accounts: PersonAccount[];
  tokens: PersonToken[];
  history: { was: PersonStatus | null; is: PersonStatus; at: Date; source: string; recordedAt: Date }[];
  identities: { issuer: string; linkedAt: Date; evidence: unknown }[];
}

const mostTokens = 200;

/** Everything the page of one person shows. Throws NotFound. */
export async function personPage(ctx: Context, id: string): Promise<PersonPage> {
  authorize(ctx.actor, "people.read");
  const personId = parse(z.object({ id: z.uuid() }), { id }).id;
  const row = await personRow(ctx, personId);
  if (!row) throw notFound("This person");
  const [more, accounts, tokens, history, identities] = await Promise.all([
    ctx.db.person.findUniqueOrThrow({
      where: { id: personId },
      select: { firstSeenAt: true, removedAt: true, manager: { select: { id: true, displayName: true } }, _count: { select: { reports: true } } },
    }),
    accountsOf(ctx, personId),
    tokensOf(ctx, personId),
    ctx.db.personStatusChange.findMany({
      where: { personId },
      select: { was: true, is: true, at: true, source: true, recordedAt: true },
      orderBy: [{ recordedAt: "desc" }, { id: "desc" }],
      take: 100,
    }),
    ctx.db.identityLink.findMany({ where: { personId }, select: { issuer: true, linkedAt: true, evidence: true }, orderBy: { linkedAt: "asc" } }),
  ]);
  const { _count, ...facts } = more;
  return { person: { ...row, ...facts, reports: _count.reports }, accounts, tokens, history, identities };
}

const accountsOf = (ctx: Context, personId: string) => ctx.db.$queryRaw<PersonAccount[]>`
  select a.id, a.name, a.user_name as "userName", a.email, a.kind::text as kind, a.status::text as status, c.id as "connectionId", c.name as connection,
    (c.connector in ('import', ${ownConnector}) or c.id in (select connection_id from signed_connection)) as signed,
    case when ap.person_id = ${personId}::uuid then ap.basis when d.decision = 'rejected' then 'rejected' else ap.basis end as basis,
    case when l.person_id = ${personId}::uuid then l.evidence end as evidence,
    case when d.id is not null then jsonb_build_object('by', d.decided_by, 'byName', who.display_name, 'at', d.decided_at, 'reason', d.reason) end as decision
  from account a
  join connection c on c.id = a.connection_id
  join account_person ap on ap.account_id = a.id
  left join account_link l on l.account_id = a.id
  left join lateral (select x.* from account_link_decision x where x.account_id = a.id and x.person_id = ${personId}::uuid order by x.decided_at desc, x.id desc limit 1) d on true
  left join person who on d.decided_by = 'person:' || who.id
  where a.id in (
      select account_id from account_link where person_id = ${personId}::uuid
      union select account_id from account_link_decision where person_id = ${personId}::uuid)
    and (ap.person_id = ${personId}::uuid or d.decision = 'rejected')
  order by c.name, a.name, a.id`;

const tokensOf = (ctx: Context, personId: string) => ctx.db.$queryRaw<PersonToken[]>`
  select t.id, t.name, t.class::text as class, t.hint, s.state, c.name as connection, mine."as", t.last_used_at as "lastUsedAt"
  from (
    select t.id, 'creator' as "as" from token t join account_person ap on ap.account_id = t.creator_account_id where ap.person_id = ${personId}::uuid
      and t.creator_account_id in (select account_id from account_link where person_id = ${personId}::uuid union select account_id from account_link_decision where person_id = ${personId}::uuid)
    union all select o.token_id, 'owner' from ownership o where o.person_id = ${personId}::uuid
    union all select o.token_id, 'backup' from ownership o where o.backup_person_id = ${personId}::uuid
  ) mine join token t on t.id = mine.id join token_state s on s.token_id = t.id join connection c on c.id = t.connection_id
  order by s.state = 'dead', t.name, t.id limit ${mostTokens}`;
