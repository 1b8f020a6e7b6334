import type { Context } from "../../lib/core/context";
import type { ExecutionState } from "../../lib/domain/states";

export interface RequestToConsider {
  id: string;
  answers: number;
  /** people who signed, by what the rows claim */
  approvers: number;
}

/**
 * Requests that somebody signed as approver and that have no outcome; and approved ones with targets that have no execution: more people may
 * sign those. Whoever only waits for a first signature costs nothing here.
 */
export async function requestsToConsider({ db, clock }: Context): Promise<RequestToConsider[]> {
  return db.$queryRaw<RequestToConsider[]>`
    select r.id, count(*)::int as answers, count(distinct a.person_id) filter (where a.kind = 'approve')::int as approvers
    from request r join approval a on a.request_id = r.id left join request_outcome o on o.request_id = r.id
    where o.request_id is null
       or (o.status = 'approved' and r.expires_at > ${clock.now()}
           and (select count(*) from request_target t where t.request_id = r.id) > (select count(*) from execution e where e.request_id = r.id))
    group by r.id, r.created_at having count(*) filter (where a.kind = 'approve') > 0
    order by r.created_at, r.id`;
}

/** Requests that no executor has seen yet. The key is that of sightRequest. */
export async function requestsUnseen({ db }: Context): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    select r.id from request r left join request_outcome o on o.request_id = r.id
    where o.request_id is null
      and not exists (select from first_sight f where f.digest = encode(sha256(convert_to('request ' || r.id, 'UTF8')), 'hex'))
    order by r.created_at limit 200`;
  return rows.map(({ id }) => id);
}

/** Requests whose time ran out while they waited. */
export async function requestsOver({ db, clock }: Context): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    select r.id from request r left join request_outcome o on o.request_id = r.id
    where o.request_id is null and r.expires_at <= ${clock.now()} order by r.expires_at limit 200`;
  return rows.map(({ id }) => id);
}

/** Executions on which something is due: now, or because somebody said no while they wait. What is to be acted on comes before what is to be proven. */
export async function executionsDue({ db, clock }: Context): Promise<{ id: string; status: ExecutionState }[]> {
  const now = clock.now();
  return db.$queryRaw<{ id: string; status: ExecutionState }[]>`
    select e.id, e.status::text from execution e
    where e.status in ('queued', 'checking_authority', 'acting', 'proving')
      and (e.next_probe_at is null or e.next_probe_at <= ${now}
           or (e.status in ('queued', 'checking_authority') and exists (select from latch l where l.request_id = e.request_id)))
    order by e.status = 'proving', e.next_probe_at nulls first, e.queued_at limit 500`;
}
