import { move } from "./move";
import type { Parts } from "./parts";
import { dropMaterial } from "./probe-material";
import type { Proof } from "./prove";
import type { ExecutionRow } from "./step";

/** The end that everything is for: the proof is written, the kept credential deleted, and the findings about it close with this as their evidence. */
export async function finish(parts: Parts, execution: ExecutionRow, proof: Proof): Promise<void> {
  const { ctx } = parts;
  const now = ctx.clock.now();
  await ctx.db.$transaction(async (tx) => {
    await dropMaterial(tx, execution.id);
    const detail = { token: execution.tokenId, effect: execution.effect, result: execution.result, ...proof };
    await move(tx, ctx, execution, "proven", { endedAt: now, nextProbeAt: null, proof }, { action: "execution.proven", detail });
    if (execution.effect === "dead") await parts.closeProven(tx, execution);
  });
}
