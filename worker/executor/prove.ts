import { appendAudit } from "../../lib/audit/append";
import type { Control, Probed, ProofWindow } from "../../lib/connectors/contract";
import { VendorFault } from "../../lib/connectors/vendor-http";
import { conclude, concludeInterrupted, intend } from "./attempts";
import { inventoryRow } from "./authority/facts";
import { backOff } from "./back-off";
import { finish } from "./finish";
import { type Lease, renewLease } from "./lease";
import { write } from "./move";
import type { Parts } from "./parts";
import { nextTry, patienceMilliseconds, proofRun, type Run, type Try } from "./proof-run";
import { type Proving, readProving } from "./read-proving";
import { Refused } from "./refused";
import type { ExecutorState } from "./state";
import type { ExecutionRow } from "./step";

/** Tries the dead credential once more, and judges the whole run. Never gives up; never claims more than was seen. */
export async function prove(parts: Parts, state: ExecutorState, execution: ExecutionRow, lease: Lease): Promise<void> {
  const { ctx } = parts;
  await concludeInterrupted(parts, execution);
  if (state.kind === "barred") return putOff(parts, execution);
  try {
    const proving = await readProving(parts, state.root, execution);
    await renewLease(ctx, lease, parts.leaseMilliseconds);
    await tryOnce(parts, execution, proving);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    ctx.log.warn({ execution: execution.id, refusal: error.refusal }, "the proof cannot go on now");
    await putOff(parts, execution);
  }
}

/** Without authority, connection or clock nothing can be tried: look again in a minute, and show it as unproven. */
async function putOff({ ctx }: Parts, execution: ExecutionRow): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db.$transaction((tx) => write(tx, execution, { nextProbeAt: backOff(now, 6), unprovenSince: execution.unprovenSince ?? now }));
}

async function tryOnce(parts: Parts, execution: ExecutionRow, proving: Proving): Promise<void> {
  const { ctx } = parts;
  const attempt = await ctx.db.$transaction((tx) => intend(tx, parts, execution, "probe"));
  await parts.at("during_proof", execution.id);
  const probed = await probe(execution, proving);
  const basis = probed.kind === "unknown" ? proving.basis : (probed.basis ?? proving.basis);
  const result = { outcome: probed.kind, httpStatus: probed.status, detail: { evidence: probed.evidence, control: probed.control, basis } };
  await ctx.db.$transaction((tx) => conclude(tx, parts, attempt, result));
  const { proof: window } = proving.opened.revoker;
  const tries = await readTries(parts, execution.id);
  const run = proofRun(tries, window, execution.actedAt ?? ctx.clock.now());
  const proof = describeProof(run, tries, window, proving);
  if (!run.complete) return goOn(parts, execution, run, window, proof);
  const unsure = await stillListed(parts, execution, proving);
  if (!unsure) return finish(parts, execution, proof);
  await ctx.db.attempt.update({
    where: { id: attempt },
    data: { outcome: "unknown", detail: { ...result.detail, evidence: `${probed.evidence}; ${unsure}` } },
  });
  await goOn(parts, execution, { ...run, refusals: 0 }, window, { ...proof, refusals: 0 });
}

async function probe(execution: ExecutionRow, { basis, opened, target, material }: Proving): Promise<Probed> {
  try {
    if (basis === "refused") return await opened.revoker.probe(opened.connection, target, material, execution.effect);
    const found = await opened.revoker.describe(opened.connection, target);
    return found.kind === "gone"
      ? { kind: "dead", status: 0, evidence: found.evidence, control: "accepted" }
      : { kind: "alive", status: 0, evidence: "the vendor lists it again", control: "accepted" };
  } catch (error) {
    if (!(error instanceof VendorFault)) throw error;
    return { kind: "unknown", status: error.status, evidence: `no usable answer: ${error.kind}`, control: "unreachable" };
  }
}

/**
 * A credential that was never seen alive may be refused for another reason than its death: wrong endpoint, blocked address.
 * Then the vendor must also say that it is gone. One that this executor never saw at all was gone only if the collector, with a credential
 * of its own, found the same: a complete listing without it. Null = nothing speaks against the proof.
 */
async function stillListed(parts: Parts, execution: ExecutionRow, { basis, seenAliveAt, opened, target }: Proving): Promise<string | null> {
  if (basis === "absent")
    return (await inventoryRow(parts.ctx, execution.tokenId))?.missingSince ? null : "the inventory still lists it: wait for the next sync";
  if (seenAliveAt !== null) return null;
  try {
    const found = await opened.revoker.describe(opened.connection, target);
    return found.kind === "gone" ? null : "the vendor still lists it, and it was never seen alive, so a refusal proves nothing";
  } catch (error) {
    if (!(error instanceof VendorFault)) throw error;
    return "the vendor did not say whether it is gone";
  }
}

async function goOn({ ctx }: Parts, execution: ExecutionRow, run: Run, window: ProofWindow, proof: ReturnType<typeof describeProof>): Promise<void> {
  const now = ctx.clock.now();
  const since = execution.provingSince ?? now;
  const overdue = execution.unprovenSince === null && now.getTime() - since.getTime() > patienceMilliseconds(window);
  await ctx.db.$transaction(async (tx) => {
    await write(tx, execution, { nextProbeAt: nextTry(now, since, run, window), proof, ...(overdue ? { unprovenSince: now } : {}) });
    if (!overdue) return;
    const detail = { refusals: run.refusals, tried: proof.tried, lastOutcome: proof.lastOutcome };
    await appendAudit(tx, ctx.actor, { action: "execution.unproven", subject: { type: "execution", id: execution.id }, detail });
  });
}

async function readTries({ ctx }: Parts, executionId: string): Promise<Try[]> {
  const rows = await ctx.db.attempt.findMany({ where: { executionId, phase: "probe", endedAt: { not: null } }, orderBy: { n: "asc" } });
  return rows.map((row) => ({
    at: row.endedAt ?? row.intentAt,
    outcome: row.outcome === "alive" || row.outcome === "dead" ? row.outcome : "unknown",
    control: controlOf(row.detail),
    basis: isByRecord(row.detail) ? "record" : undefined,
  }));
}

function controlOf(detail: unknown): Control {
  const control = typeof detail === "object" && detail !== null && "control" in detail ? detail.control : null;
  return control === "accepted" || control === "refused" || control === "none" ? control : "unreachable";
}

const isByRecord = (detail: unknown): boolean => typeof detail === "object" && detail !== null && "basis" in detail && detail.basis === "record";

/** What the page shows of the proof, under way or complete. */
function describeProof(run: Run, tries: readonly Try[], window: ProofWindow, { basis, seenAliveAt }: Proving) {
  return {
    basis: run.byRecord ? "record" : basis,
    seenAliveAt,
    window: { ...window },
    refusals: run.refusals,
    from: run.from?.toISOString() ?? null,
    to: run.to?.toISOString() ?? null,
    tried: tries.length,
    lastAliveAt: tries.findLast(({ outcome }) => outcome === "alive")?.at.toISOString() ?? null,
    lastOutcome: tries.at(-1)?.outcome ?? null,
  };
}
export type Proof = ReturnType<typeof describeProof>;
