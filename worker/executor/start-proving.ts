import type { Prisma, Tx } from "../../lib/core/db";
import { move } from "./move";
import type { Parts } from "./parts";
import type { ExecutionRow } from "./step";

/** Records what the act came to and begins to prove it: the vendor's own word is not proof. */
export async function startProving(
  parts: Parts,
  execution: ExecutionRow,
  act: { result: "done" | "already_gone" | null; evidence: string },
  first?: (tx: Tx) => Promise<void>,
): Promise<void> {
  const { ctx } = parts;
  const now = ctx.clock.now();
  const proof = (await firstProof(parts, execution)) satisfies Prisma.InputJsonValue;
  await ctx.db.$transaction(async (tx) => {
    await first?.(tx);
    const data = { result: act.result, actedAt: now, provingSince: now, nextProbeAt: now, proof };
    await move(tx, ctx, execution, "proving", data, { action: "execution.acted", detail: { result: act.result, evidence: act.evidence } });
    await parts.notices.acted(tx, execution.id, execution.requestId);
  });
  execution.status = "proving";
}

async function firstProof({ ctx }: Parts, execution: ExecutionRow) {
  const seen = await ctx.db.attempt.findFirst({ where: { executionId: execution.id, phase: "preflight", outcome: "alive" } });
  return { seenAliveAt: seen?.endedAt?.toISOString() ?? null };
}
