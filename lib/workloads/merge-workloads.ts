import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { livingWorkload } from "./living-workload";
import { MergeWorkloadsInput } from "./schemas";

/**
 * Says that two workloads are one. Tokens and destinations of `from` go to `into`; `from` stays as history and leads there. Each link keeps in
 * its evidence (`merged`: workload → the link as it was there; `own`: false where it came by merging alone) what undo-merge.ts puts back.
 */
export async function mergeWorkloads(ctx: Context, input: unknown): Promise<void> {
  authorize(ctx.actor, "workload.merge");
  const { from, into } = parse(MergeWorkloadsInput, input);
  await transaction(ctx, async (tx) => {
    // Always in the same order: two people who merge the same pair in opposite directions must not wait for each other.
    const rows = new Map<string, Awaited<ReturnType<typeof livingWorkload>>>();
    for (const id of [from, into].sort()) rows.set(id, await livingWorkload(tx, id));
    const tokens = await tx.$executeRaw`
      insert into token_workload (token_id, workload_id, basis, evidence, set_by, set_at)
      select l.token_id, ${into}::uuid, l.basis,
        jsonb_build_object('own', false, 'merged', jsonb_build_object(${from}::text, jsonb_build_object('basis', l.basis, 'evidence', l.evidence, 'by', l.set_by, 'at', l.set_at))),
        l.set_by, l.set_at
      from token_workload l where l.workload_id = ${from}::uuid
      on conflict (token_id, workload_id) do update set evidence = token_workload.evidence
        || jsonb_build_object('merged', coalesce(token_workload.evidence -> 'merged', '{}') || (excluded.evidence -> 'merged'))`;
    await tx.$executeRaw`delete from token_workload where workload_id = ${from}::uuid`;
    const destinations = await tx.$executeRaw`
      update workload_destination set workload_id = ${into}::uuid,
        evidence = evidence || jsonb_build_object('merged', coalesce(evidence -> 'merged', '[]') || to_jsonb(${from}::text))
      where workload_id = ${from}::uuid`;
    const now = ctx.clock.now();
    await tx.workload.update({ where: { id: from }, data: { mergedInto: into, changedAt: now } });
    await tx.workload.update({ where: { id: into }, data: { changedAt: now } });
    const names = { from: rows.get(from)?.name, into: rows.get(into)?.name };
    for (const id of [from, into])
      await appendAudit(tx, ctx.actor, { action: "workload.merged", subject: { type: "workload", id }, detail: { from, into, names, tokens, destinations } });
  });
}
