import { Prisma, type Queryable } from "../core/db";
import { proofBases, ruleTitles } from "../domain/words";
import { openedAfterDeath } from "../exposure/after-death";
import { makerOfToken } from "./token-row";

/** One thing that happened to a token; `by` draws the mark: a person's is round, the machine's square, a vendor's none. */
export interface LifeEvent {
  at: string;
  by: "person" | "machine" | "vendor";
  /** sentence case, without a full stop */
  what: string;
  who: string | null;
  /** who says so, for what the vendor told */
  source: string | null;
  /** request number behind it */
  request: number | null;
}

/** The id in "person:<id>", so that one person is looked up, not everyone compared; null for others. A column of this code base, never input. */
const personIn = (column: string) => Prisma.raw(`substring(${column} from '^person:([0-9a-f-]{36})$')::uuid`);

/** What a request, `r`, asks for, as the first word of a sentence. */
const asked = Prisma.raw(
  `case r.effect when 'dead' then 'Revocation' when 'disabled' then 'Disabling' when 'shortened' then 'Shortening' else 'Narrowing' end`,
);

/** What the proof of execution `e` rests on, after what it proves; nothing where its basis was not written. */
const basis = Prisma.sql`case e.proof ->> 'basis' ${Prisma.join(
  Object.entries(proofBases).map(([name, words]) => Prisma.sql`when ${name} then ${`: ${words}`}`),
  " ",
)} else '' end`;

/** The life of a token from every record there is of it, oldest first, the newest 500 entries. Only what somebody recorded; gaps stay gaps. */
export async function lifeLine(db: Queryable, tokenId: string): Promise<LifeEvent[]> {
  const events = await db.$queryRaw<(LifeEvent & { rule: string | null })[]>`
    select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, by, what, who, source, request, rule from (
      select t.issued_at as at, 'vendor' as by, 'Created' as what, a.name as who, t.issued_from as source, null::int as request, null::text as rule
        from token t left join account a on a.id = t.creator_account_id where t.id = ${tokenId}::uuid
      union all select t.first_seen_at, 'machine', case when t.imported then 'Imported' else 'First seen by a sync' end, null, null, null, null from token t where t.id = ${tokenId}::uuid
      union all select s.first_seen_at, 'machine', 'Also seen on ' || c.name, null, null, null, null from token s join connection c on c.id = s.connection_id where s.merged_into = ${tokenId}::uuid
      union all select t.last_used_at, 'vendor', 'Last used', null, t.last_used_from, null, null from token t where t.id = ${tokenId}::uuid
      union all select t.rotated_at, 'vendor', 'Rotated', null, t.rotated_from, null, null from token t where t.id = ${tokenId}::uuid
      union all select t.disabled_at, 'vendor', 'Disabled', null, null, null, null from token t where t.id = ${tokenId}::uuid
      union all select t.missing_since, 'machine', 'No longer listed by a complete sync', null, null, null, null from token t where t.id = ${tokenId}::uuid
      union all select t.expires_at, 'vendor', case when t.expires_at <= now() then 'Expired' else 'Expires' end, null, t.expires_from, null, null from token t where t.id = ${tokenId}::uuid and t.expiry = 'at'
      union all select ch.at, 'machine', 'Seen changed: ' || ch.field::text, null, null, null, null from token_change ch where ch.token_id = ${tokenId}::uuid
      union all select f.first_seen_at, 'machine', 'Found', null, null, null, f.rule from finding f where f.token_id = ${tokenId}::uuid
      union all select coalesce(f.closed_at, (f.closed_evidence ->> 'checkedAt')::timestamptz), 'machine', 'No longer the case', null, null, null, f.rule from finding f
        where f.token_id = ${tokenId}::uuid and (f.status = 'closed_proven' or f.closed_evidence is not null)
      union all select f.regressed_at, 'machine', 'Came back', null, null, null, f.rule from finding f where f.token_id = ${tokenId}::uuid
      union all select said.at, 'person', case said.detail ->> 'is' when 'closed_false_positive' then 'Said to be wrong' else 'Opened again' end, p.display_name, null, null, f.rule
        from finding f join audit_entry said on said.subject_type = 'finding' and said.subject_id = f.id::text and said.action = 'finding.triaged'
          and 'closed_false_positive' in (said.detail ->> 'is', said.detail ->> 'was')
        left join person p on p.id = ${personIn("said.actor")} where f.token_id = ${tokenId}::uuid
      union all select p.status_at, 'machine', case p.status when 'departed' then 'Its maker left' else 'Its maker was suspended' end, p.display_name, p.status_source, null, null
        from token t join person p on p.id = ${Prisma.raw(makerOfToken)}
        where t.id = ${tokenId}::uuid and p.status <> 'active'
      union all select o.set_at, case when o.set_by like 'person:%' then 'person' else 'machine' end,
        (case o.state when 'confirmed' then 'Owner confirmed: ' else 'Owner suggested: ' end) || p.display_name, who.display_name, null, null, null
        from ownership o join person p on p.id = o.person_id left join person who on who.id = ${personIn("o.set_by")} where o.token_id = ${tokenId}::uuid
      union all select l.set_at, case when l.set_by like 'person:%' then 'person' else 'machine' end, 'Linked to the workload ' || w.name || ', ' || l.basis::text, who.display_name, null, null, null
        from token_workload l join workload w on w.id = l.workload_id left join person who on who.id = ${personIn("l.set_by")} where l.token_id = ${tokenId}::uuid
      union all select x.at, 'person', case x.answer when 'mine' then 'Attested: mine' when 'transfer' then 'Attested: to be transferred' when 'not_mine' then 'Attested: not mine' else 'Attested: no longer needed' end,
        p.display_name, null, null, null from attestation x join person p on p.id = x.person_id where x.token_id = ${tokenId}::uuid
      union all select tr.proposed_at, case when tr.proposed_by like 'person:%' then 'person' else 'machine' end, 'Offered to ' || p.display_name, who.display_name, null, null, null
        from owner_transfer tr join person p on p.id = tr.to_person_id left join person who on who.id = ${personIn("tr.proposed_by")} where tr.token_id = ${tokenId}::uuid
      union all select tr.decided_at, case when tr.decided_by like 'person:%' then 'person' else 'machine' end, 'Offer ' || tr.status::text, who.display_name, null, null, null
        from owner_transfer tr left join person who on who.id = ${personIn("tr.decided_by")} where tr.token_id = ${tokenId}::uuid
      union all select r.created_at, 'person', ${asked} || ' requested', p.display_name, null, r.number, null
        from request_target rt join request r on r.id = rt.request_id join person p on p.id = r.requester_id where rt.token_id = ${tokenId}::uuid
      union all select ap.at, 'person', case ap.kind when 'approve' then ${asked} || ' signed' else 'Request signed by the requester' end, p.display_name, null, r.number, null
        from request_target rt join request r on r.id = rt.request_id join approval ap on ap.request_id = r.id join person p on p.id = ap.person_id where rt.token_id = ${tokenId}::uuid
      union all select d.at, 'person', ${asked} || ' denied', p.display_name, null, r.number, null
        from request_target rt join request r on r.id = rt.request_id join denial d on d.request_id = r.id join person p on p.id = d.person_id where rt.token_id = ${tokenId}::uuid
      union all select w.at, 'person', 'Request withdrawn', p.display_name, null, r.number, null
        from request_target rt join request r on r.id = rt.request_id join withdrawal w on w.request_id = r.id join person p on p.id = w.person_id where rt.token_id = ${tokenId}::uuid
      union all select e.acted_at, 'machine', case e.result when 'already_gone' then 'Gone already, which is no proof' else 'Acted: the vendor said it is done, which is no proof' end, null, null, r.number, null
        from execution e join request r on r.id = e.request_id where e.token_id = ${tokenId}::uuid
      union all select e.ended_at, 'machine', case e.status when 'proven' then 'Proven ' || e.effect::text || ${basis} when 'refused' then 'Execution refused' when 'stopped' then 'Execution stopped'
          when 'irrevocable' then case e.effect when 'dead' then 'Cannot be revoked' else 'Cannot be ' || e.effect::text end end, null, null, r.number, null
        from execution e join request r on r.id = e.request_id where e.token_id = ${tokenId}::uuid
      union all select e.validity_at, 'machine', 'Let in after its proven death', null, e.validity_from, null, null from exposure e where e.token_id = ${tokenId}::uuid and ${openedAfterDeath}
    ) events where at is not null order by events.at desc, by desc, what desc limit 500`;
  return events.reverse().map(({ rule, ...event }) => (rule ? { ...event, what: `${event.what}: ${ruleTitles[rule] ?? rule}` } : event));
}
