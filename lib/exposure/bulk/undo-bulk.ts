import { appendAudit, appendAuditEach } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import { actorName, type Context } from "../../core/context";
import { forbidden } from "../../core/errors";
import { parse } from "../../core/parse";
import { transaction } from "../../core/transaction";
import { keptItems } from "../../tokens/recheck-selection";
import { UndoBulkInput } from "./schemas";

/**
 * Takes back what the actor did to a reviewed set: each goes back to where it stood when it was reviewed (open, where no way leads there), and what was said of
 * its being a false positive ends. What was opened from there stays open, and what somebody else has moved since stays as it is. Returns how many went back.
 */
export async function undoBulk(ctx: Context, input: UndoBulkInput): Promise<{ done: number; left: number }> {
  authorize(ctx.actor, "finding.triage");
  const { what, ...reviewed } = parse(UndoBulkInput, input);
  if (ctx.actor.type !== "person") throw forbidden("Only a person can take back what they did.");
  const [me, by] = [ctx.actor.id, actorName(ctx.actor)];
  return transaction(ctx, async (tx) => {
    const items = await keptItems(tx, ctx, reviewed, "exposures");
    const was = JSON.stringify(items.map(([id, status]) => ({ id, status })));
    const since = (await tx.tokenSelection.findUniqueOrThrow({ where: { id: reviewed.selection }, select: { createdAt: true } })).createdAt;
    const ended = await tx.$queryRaw<{ id: string }[]>`
      update suppression set status = 'ended', ended_by = ${by}, ended_at = ${ctx.clock.now()},
        ended_because = case when status = 'proposed' then 'withdrawn' else 'revoked' end
      where ${what} = 'false_positive' and proposed_by = ${me}::uuid and proposed_at >= ${since} and status in ('proposed', 'active')
        and exposure_id in (select id from jsonb_to_recordset(${was}::jsonb) as i (id uuid)) returning exposure_id as id`;
    const moved = await tx.$queryRaw<{ id: string }[]>`
      update exposure e set triaged_by = ${by}, triage_note = null,
        status = (case when e.status <> 'closed_false_positive' and i.status in ('in_review', 'remediating') then i.status else 'open' end)::finding_status
      from jsonb_to_recordset(${was}::jsonb) as i (id uuid, status text)
      where e.id = i.id and e.triaged_by = ${by} and e.status::text <> i.status
        and case ${what}::text when 'false_positive' then e.status = 'closed_false_positive' and e.id = any(${ended.map(({ id }) => id)}::uuid[])
          -- a false positive that was opened had its reason, its day and perhaps a second person: it is said anew
          else e.status in ('open', 'in_review', 'remediating') and i.status <> 'closed_false_positive' and (e.status <> 'open' or i.status <> 'regressed') end
      returning e.id`;
    const back = [...new Set([...ended, ...moved].map(({ id }) => id))];
    await appendAuditEach(tx, ctx.actor, back, { action: "exposure.taken_back", subject: "exposure", detail: { what, bulk: true } });
    await appendAudit(tx, ctx.actor, {
      action: "exposures.taken_back_in_bulk",
      subject: { type: "inventory", id: reviewed.selection },
      detail: { ...reviewed, what, done: back.length },
    });
    return { done: back.length, left: items.length - back.length };
  });
}
