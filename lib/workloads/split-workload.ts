import type { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { conflict } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { livingWorkload } from "./living-workload";
import { SplitWorkloadInput } from "./schemas";

/**
 * Makes a workload of its own out of some tokens and destinations of another. Owner, backup and team come along, the identity does not: it
 * names one of the two. Merging the new one back undoes it.
 */
export async function splitWorkload(ctx: Context, input: z.input<typeof SplitWorkloadInput>): Promise<{ id: string }> {
  authorize(ctx.actor, "workload.merge");
  const { workload, name, kind, environment, tokens, destinations } = parse(SplitWorkloadInput, input);
  return transaction(ctx, async (tx) => {
    const was = await livingWorkload(tx, workload);
    const now = ctx.clock.now();
    const id = ctx.ids.uuid();
    const { ownerId, backupId, teamId } = was;
    const own = { source: "person", createdBy: actorName(ctx.actor), createdAt: now, changedAt: now };
    await tx.workload.create({ data: { id, name, kind, environment, ownerId, backupId, teamId, ...own } });
    const moved = await tx.$queryRaw<{ token: string }[]>`
      insert into token_workload (token_id, workload_id, basis, evidence, set_by, set_at)
      select token_id, ${id}::uuid, basis, (evidence - 'merged' - 'own') || jsonb_build_object('split', ${workload}::text), set_by, set_at
      from token_workload where workload_id = ${workload}::uuid and token_id = any(${tokens}::uuid[])
      returning token_id as token`;
    await tx.$executeRaw`delete from token_workload where workload_id = ${workload}::uuid and token_id = any(${tokens}::uuid[])`;
    const places = await tx.$executeRaw`update workload_destination set workload_id = ${id}::uuid,
      evidence = (evidence - 'merged') || jsonb_build_object('split', ${workload}::text)
      where workload_id = ${workload}::uuid and id = any(${destinations}::uuid[])`;
    if (moved.length < new Set(tokens).size || places < new Set(destinations).size)
      throw conflict(`Some of what was chosen is not with ${was.name} any more. Nothing was split: open it again and choose anew.`);
    await tx.workload.update({ where: { id: workload }, data: { changedAt: now } });
    const detail = { from: workload, new: id, names: { from: was.name, new: name }, tokens: moved.map(({ token }) => token), destinations };
    for (const subject of [workload, id]) await appendAudit(tx, ctx.actor, { action: "workload.split", subject: { type: "workload", id: subject }, detail });
    return { id };
  });
}
