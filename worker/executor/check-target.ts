import type { Probed } from "../../lib/connectors/contract";
import { VendorFault } from "../../lib/connectors/vendor-http";
import type { Prisma } from "../../lib/core/db";
import { conclude, intend } from "./attempts";
import type { Authority } from "./authorise";
import { backOff } from "./back-off";
import { move, write } from "./move";
import type { Parts } from "./parts";
import { keepMaterial, openMaterial } from "./probe-material";
import type { ExecutionRow } from "./step";
import { quorumJson } from "./target-check";

/** Tries to see the credential alive before acting; after so many without an answer the act goes ahead, and proof asks for more. */
const triesToSeeAlive = 3;

/**
 * The target as checked: what the vendor said of it, the quorum, the credential kept for proving, and whether it was seen alive.
 * Returns false while the vendor has not answered whether it is alive; then the execution has been put off.
 */
export async function checkTarget(parts: Parts, execution: ExecutionRow, authority: Authority): Promise<boolean> {
  if (execution.checkedAt) return true;
  const { ctx } = parts;
  const { preflight, count, target } = authority;
  const { found } = preflight;
  if (execution.status === "queued") {
    const detail = { token: target.token, name: target.name, quorum: quorumJson(count) };
    await ctx.db.$transaction((tx) =>
      move(tx, ctx, execution, "checking_authority", { quorum: quorumJson(count) }, { action: "execution.checking_authority", detail }),
    );
    execution.status = "checking_authority";
  }
  if (found.kind === "described" && found.material !== null) {
    const { material } = found;
    await ctx.db.$transaction((tx) => keepMaterial(tx, parts, execution.id, material));
  }
  if (found.kind === "described" && !(await lookAlive(parts, execution, authority))) return false;
  const described: Prisma.InputJsonValue =
    found.kind === "described"
      ? { kind: "described", environment: found.target.environment, reach: found.reach ? { ...found.reach } : null }
      : { kind: "gone", evidence: found.evidence };
  execution.described = described;
  execution.checkedAt = ctx.clock.now();
  await ctx.db.$transaction((tx) => write(tx, execution, { described, checkedAt: execution.checkedAt, quorum: quorumJson(count), nextProbeAt: null }));
  return true;
}

/** Tries the credential once. False: no answer yet, try again later. */
async function lookAlive(parts: Parts, execution: ExecutionRow, { preflight, request }: Authority): Promise<boolean> {
  const { ctx } = parts;
  const material = await openMaterial(parts, execution.id);
  const attempt = await ctx.db.$transaction((tx) => intend(tx, parts, execution, "preflight"));
  const probed = await preflight.revoker.probe(preflight.connection, preflight.target, material, request.statement.effect).catch((error: unknown): Probed => {
    if (!(error instanceof VendorFault)) throw error;
    return { kind: "unknown", status: error.status, evidence: `no usable answer: ${error.kind}`, control: "unreachable" };
  });
  const result = { outcome: probed.kind, httpStatus: probed.status, detail: { evidence: probed.evidence, control: probed.control } };
  await ctx.db.$transaction((tx) => conclude(tx, parts, attempt, result));
  if (probed.kind !== "unknown") return true;
  const tries = await ctx.db.attempt.count({ where: { executionId: execution.id, phase: "preflight" } });
  if (tries >= triesToSeeAlive) return true;
  await ctx.db.$transaction((tx) => write(tx, execution, { nextProbeAt: backOff(ctx.clock.now(), tries) }));
  return false;
}
