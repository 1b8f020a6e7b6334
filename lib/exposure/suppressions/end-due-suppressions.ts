import { appendAudit } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import { actorName, type Context } from "../../core/context";

/**
 * Ends suppressions and proposals whose day is over, and those whose exposure is no longer hidden because a fact outgrew them. What a suppression hid is open
 * again; `regressed` where the secret was seen again meanwhile. Collector only. Returns how many ended.
 */
export async function endDueSuppressions(ctx: Context): Promise<number> {
  authorize(ctx.actor, "finding.close");
  const now = ctx.clock.now();
  return ctx.db.$transaction(async (tx) => {
    const ended = await tx.$queryRaw<{ id: string; exposure: string; because: string; active: boolean }[]>`
      with due as (
        select s.id, s.status, s.hits, case when s.expires_at <= ${now} then 'expired' else 'outgrown' end as because
        from suppression s join exposure e on e.id = s.exposure_id
        where s.status in ('proposed', 'active') and (s.expires_at <= ${now} or (s.status = 'active' and e.status <> 'closed_false_positive')
          or (s.status = 'proposed' and e.status = 'closed_proven'))
        order by s.id limit 1000 for update of s skip locked)
      update suppression s set status = 'ended', ended_by = ${actorName(ctx.actor)}, ended_at = ${now}, ended_because = due.because from due where due.id = s.id
      returning s.id, s.exposure_id as exposure, due.because, due.status = 'active' as active`;
    const hid = ended.filter(({ active }) => active).map(({ id }) => id);
    await tx.$executeRaw`
      update exposure e set status = (case when s.hits > 0 then 'regressed' else 'open' end)::finding_status, closed_at = null
      from suppression s where s.id = any(${hid}::uuid[]) and e.id = s.exposure_id and e.status = 'closed_false_positive'`;
    for (const { id, exposure, because } of ended)
      await appendAudit(tx, ctx.actor, {
        action: `exposure.suppression_${because}`,
        subject: { type: "exposure", id: exposure },
        detail: { suppression: id },
      });
    return ended.length;
  });
}
