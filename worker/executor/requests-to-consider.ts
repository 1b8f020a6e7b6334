import type { Context } from "../../lib/core/context";

export interface RequestToConsider {
  id: string;
  answers: number;
  /** people who signed, by what the rows claim */
  approvers: number;
  over: boolean;
}

/** Requests without an outcome, and approved ones that still have targets without an execution: more people may sign those. */
export async function requestsToConsider({ db, clock }: Context): Promise<RequestToConsider[]> {
  const now = clock.now();
  return db.$queryRaw<RequestToConsider[]>`
    select r.id, r.expires_at <= ${now} as over,
           (select count(*)::int from approval a where a.request_id = r.id) as answers,
           (select count(distinct person_id)::int from approval a where a.request_id = r.id and a.kind = 'approve') as approvers
    from request r left join request_outcome o on o.request_id = r.id
    where o.request_id is null
       or (o.status = 'approved' and r.expires_at > ${now}
           and (select count(*) from request_target t where t.request_id = r.id) > (select count(*) from execution e where e.request_id = r.id))
    order by r.created_at, r.id limit 1000`;
}

/** Executions on which something is due: now, or because somebody said no while they wait. */
export async function executionsDue({ db, clock }: Context): Promise<string[]> {
  const now = clock.now();
  const rows = await db.$queryRaw<{ id: string }[]>`
    select e.id from execution e
    where e.status in ('queued', 'checking_authority', 'acting', 'proving')
      and (e.next_probe_at is null or e.next_probe_at <= ${now}
           or (e.status in ('queued', 'checking_authority') and exists (select from latch l where l.request_id = e.request_id)))
    order by e.next_probe_at nulls first, e.queued_at limit 500`;
  return rows.map(({ id }) => id);
}
