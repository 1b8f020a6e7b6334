import type { Queryable } from "../core/db";

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

/** The life of a token from every record there is of it, oldest first. Only what somebody recorded; gaps stay gaps. */
export async function lifeLine(db: Queryable, tokenId: string): Promise<LifeEvent[]> {
  return db.$queryRaw<LifeEvent[]>`
    select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, by, what, who, source, request from (
      select t.issued_at as at, 'vendor' as by, 'Created' as what, a.name as who, t.issued_from as source, null::int as request
        from token t left join account a on a.id = t.creator_account_id where t.id = ${tokenId}::uuid
      union all select t.first_seen_at, 'machine', case when t.imported then 'Imported' else 'First seen by a sync' end, null, null, null from token t where t.id = ${tokenId}::uuid
      union all select t.last_used_at, 'vendor', 'Last used', null, t.last_used_from, null from token t where t.id = ${tokenId}::uuid
      union all select t.disabled_at, 'vendor', 'Disabled', null, null, null from token t where t.id = ${tokenId}::uuid
      union all select t.missing_since, 'machine', 'No longer listed by a complete sync', null, null, null from token t where t.id = ${tokenId}::uuid
      union all select t.expires_at, 'vendor', case when t.expires_at <= now() then 'Expired' else 'Expires' end, null, t.expires_from, null from token t where t.id = ${tokenId}::uuid and t.expiry = 'at'
      union all select p.status_at, 'machine', case p.status when 'departed' then 'Its maker left' else 'Its maker was suspended' end, p.display_name, p.status_source, null
        from token t join account_person ap on ap.account_id = t.creator_account_id join person p on p.id = ap.person_id
        where t.id = ${tokenId}::uuid and p.status <> 'active'
      union all select o.set_at, 'person', case o.state when 'confirmed' then 'Owner confirmed' else 'Owner suggested' end, p.display_name, null, null
        from ownership o join person p on p.id = o.person_id where o.token_id = ${tokenId}::uuid
      union all select r.created_at, 'person', 'Revocation requested', p.display_name, null, r.number
        from request_target rt join request r on r.id = rt.request_id join person p on p.id = r.requester_id where rt.token_id = ${tokenId}::uuid
      union all select ap.at, 'person', case ap.kind when 'approve' then 'Revocation signed' else 'Request signed by the requester' end, p.display_name, null, r.number
        from request_target rt join request r on r.id = rt.request_id join approval ap on ap.request_id = r.id join person p on p.id = ap.person_id where rt.token_id = ${tokenId}::uuid
      union all select d.at, 'person', 'Revocation denied', p.display_name, null, r.number
        from request_target rt join request r on r.id = rt.request_id join denial d on d.request_id = r.id join person p on p.id = d.person_id where rt.token_id = ${tokenId}::uuid
      union all select w.at, 'person', 'Request withdrawn', p.display_name, null, r.number
        from request_target rt join request r on r.id = rt.request_id join withdrawal w on w.request_id = r.id join person p on p.id = w.person_id where rt.token_id = ${tokenId}::uuid
      union all select e.acted_at, 'machine', 'Acted: the vendor said it is done, which is no proof', null, null, r.number
        from execution e join request r on r.id = e.request_id where e.token_id = ${tokenId}::uuid
      union all select e.ended_at, 'machine', case e.status when 'proven' then 'Proven dead' when 'refused' then 'Execution refused' when 'stopped' then 'Execution stopped' else 'Cannot be revoked' end, null, null, r.number
        from execution e join request r on r.id = e.request_id where e.token_id = ${tokenId}::uuid
    ) events where at is not null order by events.at, by desc limit 500`;
}
