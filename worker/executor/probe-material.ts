import type { Tx } from "../../lib/core/db";
import { openText, sealText } from "../../lib/credentials/seal";
import type { Parts } from "./parts";

/** Longest that a credential is kept for proving (design, "Processes and walls" 6). */
const longestMilliseconds = 30 * 24 * 3600 * 1000;

/** Keeps the credential for acting and proving, sealed to this executor. Written before the act: afterwards the vendor may no longer show it. */
export async function keepMaterial(tx: Tx, { ctx, identity }: Parts, executionId: string, material: string): Promise<void> {
  const now = ctx.clock.now();
  const sealed = await sealText(identity.recipient, material);
  await tx.probeMaterial.createMany({
    data: [{ executionId, sealed, createdAt: now, deleteAfter: new Date(now.getTime() + longestMilliseconds) }],
    skipDuplicates: true,
  });
}

/** The kept credential, in memory only; null when none is kept (any more). Throws Unsealable when it was sealed to another executor. */
export async function openMaterial({ ctx, identity }: Parts, executionId: string): Promise<string | null> {
  const row = await ctx.db.probeMaterial.findUnique({ where: { executionId } });
  return row && row.deleteAfter > ctx.clock.now() ? openText(identity.identity, row.sealed) : null;
}

/** Deletes what was kept for an execution, in the transaction that ends it. Nothing kept is fine. */
export async function dropMaterial(tx: Tx, executionId: string): Promise<void> {
  await tx.probeMaterial.deleteMany({ where: { executionId } });
}

/** Deletes what is older than 30 days, and what belongs to executions that have ended. */
export async function dropOldMaterial({ ctx }: Parts): Promise<void> {
  await ctx.db.probeMaterial.deleteMany({
    where: { OR: [{ deleteAfter: { lte: ctx.clock.now() } }, { execution: { status: { in: ["proven", "irrevocable", "refused", "stopped"] } } }] },
  });
}
