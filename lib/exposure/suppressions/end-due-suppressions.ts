import { appendAudit } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import { actorName, type Context } from "../../core/context";
import type { Tx } from "../../core/db";
import { longestDays } from "./names";

/**
 * Ends suppressions and proposals whose day is over, those whose exposure is no longer hidden because a fact outgrew them, and those whose day is further off
 * than anybody may give. What a suppression hid is open again, and so is every false positive that no suppression in force says is one, however it came to
 * that; `regressed` where the secret was seen again meanwhile. Collector only. Returns how many ended, and how many such there were.
 */
export async function endDueSuppressions(ctx: Context): Promise<number> {
  authorize(ctx.actor, "finding.close");
  const now = ctx.clock.now();
  const furthest = new Date(now.getTime() + (longestDays + 2) * 86_400_000);
  return ctx.db.$transaction(async (tx) => {
    const ended = await tx.$queryRaw<{ id: string; exposure: string; because: string; active: boolean }[]>`
      with due as (
        select s.id, s.status, s.hits, case when s.expires_at <= ${now} then 'expired' when s.expires_at > ${furthest} then 'too_long' else 'outgrown' end as because
        from suppression s join exposure e on e.id = s.exposure_id
        where s.status in ('proposed', 'active') and (s.expires_at <= ${now} or s.expires_at > ${furthest} or (s.status = 'active' and e.status <> 'closed_false_positive')
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
    return ended.length + (await reopenUncovered(tx, ctx));
  });
}

/** Whoever ends a suppression opens what it hid; where that was left out, it is made good here. */
async function reopenUncovered(tx: Tx, ctx: Context): Promise<number> {
  const reopened = await tx.$queryRaw<{ id: string; status: string }[]>`
    with uncovered as (
      select e.id from exposure e where e.status = 'closed_false_positive' and not exists (select from suppression s where s.exposure_id = e.id and s.status = 'active')
      order by e.id limit 1000 for update of e skip locked)
    update exposure e set closed_at = null, status = (case when
      (select s.hits > 0 from suppression s where s.exposure_id = e.id and s.status = 'ended' order by s.proposed_at desc, s.id desc limit 1) then 'regressed' else 'open' end)::finding_status
    from uncovered u where e.id = u.id returning e.id, e.status::text as status`;
  for (const { id, status } of reopened)
    await appendAudit(tx, ctx.actor, {
      action: "exposure.reopened",
      subject: { type: "exposure", id },
      detail: { was: "closed_false_positive", is: status, because: "no suppression" },
    });
  return reopened.length;
}
