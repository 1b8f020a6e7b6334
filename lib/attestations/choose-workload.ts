import { appendAudit } from "../audit/append";
import { actorName, type Context } from "../core/context";
import type { Tx } from "../core/db";
import { invalidInput } from "../core/errors";
import type { WorkloadChoice } from "./schemas";

/**
 * The workload that was chosen, by id or by name without regard to case; a name that none has makes one, of unknown kind and environment, for whoever knows
 * more to complete. Of a merged workload, the one it was merged into. Throws InvalidInput for an id that no workload has.
 */
export async function chooseWorkload(tx: Tx, ctx: Context, choice: WorkloadChoice): Promise<string> {
  const byId = "id" in choice;
  const [found] = byId
    ? await tx.$queryRaw<{ id: string }[]>`select coalesce(merged_into, id) as id from workload where id = ${choice.id}::uuid`
    : await tx.$queryRaw<{ id: string }[]>`
        select id from workload where lower(regexp_replace(name, '[^a-zA-Z0-9]+', '-', 'g')) = lower(regexp_replace(${choice.name}, '[^a-zA-Z0-9]+', '-', 'g'))
          and lower(name) = lower(${choice.name}) and merged_into is null order by created_at, id limit 1`;
  if (found) return found.id;
  if (byId) throw invalidInput("That workload is not there any more. Choose another, or type its name.", { workload: "It is not there any more." });
  const now = ctx.clock.now();
  const id = ctx.ids.uuid();
  await tx.workload.create({
    data: { id, name: choice.name, kind: "unknown", source: "person", createdBy: actorName(ctx.actor), createdAt: now, changedAt: now },
  });
  await appendAudit(tx, ctx.actor, {
    action: "workload.created",
    subject: { type: "workload", id },
    detail: { name: choice.name, because: "named in an attestation" },
  });
  return id;
}
