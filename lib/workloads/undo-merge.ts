import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { conflict, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { livingWorkload } from "./living-workload";
import { UndoMergeInput } from "./schemas";

/**
 * Takes a merged workload apart again: the links and destinations that it brought along, and that still stand, go back as they were there.
 * What was linked or taken away since stays with the other one.
 */
export async function undoMerge(ctx: Context, input: unknown): Promise<void> {
  authorize(ctx.actor, "workload.merge");
  const { workload: id } = parse(UndoMergeInput, input);
  await transaction(ctx, async (tx) => {
    const merged = await tx.workload.findUnique({ where: { id }, select: { name: true, mergedInto: true } });
    if (!merged) throw notFound("The workload");
    const into = merged.mergedInto;
    if (!into) throw conflict(`${merged.name} stands by itself already. Nothing was changed.`);
    const principal = await livingWorkload(tx, into);
    const tokens = await tx.$executeRaw`
      insert into token_workload (token_id, workload_id, basis, evidence, set_by, set_at)
      select l.token_id, ${id}::uuid, (m ->> 'basis')::basis, m -> 'evidence', m ->> 'by', (m ->> 'at')::timestamptz
      from token_workload l cross join lateral (select l.evidence -> 'merged' -> ${id}::text as m) back
      where l.workload_id = ${into}::uuid and m is not null
      on conflict do nothing`;
    // What came by this merge alone goes; what the other one has of its own, or by another merge, stays without the trace of this one.
    await tx.$executeRaw`delete from token_workload where workload_id = ${into}::uuid and evidence -> 'own' = 'false' and evidence -> 'merged' ? ${id}::text
      and (evidence -> 'merged') - ${id}::text = '{}' and basis::text = evidence -> 'merged' -> ${id}::text ->> 'basis'`;
    await tx.$executeRaw`update token_workload set evidence = jsonb_set(evidence, '{merged}', (evidence -> 'merged') - ${id}::text)
      where workload_id = ${into}::uuid and evidence -> 'merged' ? ${id}::text`;
    const destinations = await tx.$executeRaw`update workload_destination set workload_id = ${id}::uuid, evidence = evidence #- '{merged,-1}'
      where workload_id = ${into}::uuid and evidence -> 'merged' ->> -1 = ${id}::text`;
    const now = ctx.clock.now();
    await tx.workload.update({ where: { id }, data: { mergedInto: null, changedAt: now } });
    await tx.workload.update({ where: { id: into }, data: { changedAt: now } });
    const detail = { from: id, into, names: { from: merged.name, into: principal.name }, tokens, destinations };
    for (const subject of [id, into]) await appendAudit(tx, ctx.actor, { action: "workload.merge_undone", subject: { type: "workload", id: subject }, detail });
  });
}
