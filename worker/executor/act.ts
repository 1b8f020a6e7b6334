import type { Applied } from "../../lib/connectors/contract";
import { VendorFault } from "../../lib/connectors/vendor-http";
import { conclude, concludeInterrupted, intend } from "./attempts";
import { type Authority, authorise } from "./authorise";
import { backOff } from "./back-off";
import { checkTarget } from "./check-target";
import { heardLastNo } from "./last-no";
import { type Lease, renewLease } from "./lease";
import { move, write } from "./move";
import type { Parts } from "./parts";
import { openMaterial } from "./probe-material";
import { refuseExecution } from "./refuse";
import { Refused } from "./refused";
import { startProving } from "./start-proving";
import type { ExecutorState } from "./state";
import type { ExecutionRow } from "./step";

/** Authority derived longer ago than this is derived anew: a request may have hundreds of targets, and the vendor be asked about each. */
const freshMilliseconds = 10_000;
/** how soon is looked again when somebody was just saying something */
const answerMilliseconds = 1_000;

/** Authority, preflight, hold, act: as far as it goes now. A refusal ends this target alone. */
export async function actOn(parts: Parts, state: ExecutorState, execution: ExecutionRow, lease: Lease, fresh?: Authority): Promise<void> {
  const { ctx } = parts;
  try {
    await concludeInterrupted(parts, execution);
    if (state.kind !== "ready") throw new Refused(state.refusal, state.reason);
    const isFresh = fresh && ctx.clock.now().getTime() - fresh.request.now.getTime() < freshMilliseconds;
    const authority = isFresh ? fresh : await authorise(parts, state.root, execution);
    await goOn(parts, execution, lease, authority);
  } catch (error) {
    if (error instanceof Refused) return refuse(parts, execution, error);
    if (!(error instanceof VendorFault)) throw error;
    ctx.log.info({ execution: execution.id, kind: error.kind }, "the vendor gave no usable answer");
    const tries = await ctx.db.attempt.count({ where: { executionId: execution.id } });
    await ctx.db.$transaction((tx) => write(tx, execution, { nextProbeAt: backOff(ctx.clock.now(), tries) }));
  }
}

async function goOn(parts: Parts, execution: ExecutionRow, lease: Lease, authority: Authority): Promise<void> {
  const { ctx } = parts;
  const gone = authority.preflight.found.kind === "gone";
  if (execution.status === "acting" && gone) return startProving(parts, execution, { result: "done", evidence: "gone after a call whose answer was lost" });
  if (execution.status !== "acting" && !(await checkTarget(parts, execution, authority))) return;
  if (gone) return startProving(parts, execution, { result: "already_gone", evidence: "the vendor no longer lists it" });
  if (execution.notBefore > ctx.clock.now()) return ctx.db.$transaction((tx) => write(tx, execution, { nextProbeAt: execution.notBefore }));
  await call(parts, execution, lease, authority);
}

/** Last look, intent, call, record: in this order, so that a crash anywhere leaves at most one call whose answer is unknown. */
async function call(parts: Parts, execution: ExecutionRow, lease: Lease, authority: Authority): Promise<void> {
  const { ctx, journal } = parts;
  const { preflight } = authority;
  const material = await openMaterial(parts, execution.id);
  await renewLease(ctx, lease, parts.leaseMilliseconds);
  await parts.at("before_intent", execution.id);
  const attempt = await intendToAct(parts, execution, authority);
  if (!attempt) return ctx.db.$transaction((tx) => write(tx, execution, { nextProbeAt: new Date(ctx.clock.now().getTime() + answerMilliseconds) }));
  await parts.at("before_journal", execution.id);
  // Last before the call: what the journal says was acted on has no expiry any more, so it must not say so of a call that nobody was about to make.
  await journal.act(execution.requestId, execution.targetDigest, execution.id, ctx.clock.now());
  execution.status = "acting";
  await parts.at("after_intent", execution.id);
  const fence = { execution: execution.id, fence: execution.fence, idempotencyKey: execution.id };
  const calling = preflight.revoker.apply(preflight.connection, execution.effect, preflight.target, fence, material).catch(asUnknown);
  await parts.at("during_call", execution.id);
  const applied = await calling;
  await parts.at("after_call", execution.id);
  await record(parts, execution, attempt, applied);
}

/** The move to acting and the attempt, unless somebody said no up to this moment. Null: somebody is just saying something, and nothing was written. */
async function intendToAct(parts: Parts, execution: ExecutionRow, authority: Authority): Promise<string | null> {
  const { ctx } = parts;
  return ctx.db.$transaction(async (tx) => {
    if (!(await heardLastNo(tx, parts, authority))) return null;
    if (execution.status !== "acting") {
      const detail = { effect: execution.effect, token: execution.tokenId, signers: authority.count.signers, fence: Number(execution.fence) };
      await move(tx, ctx, execution, "acting", { nextProbeAt: null }, { action: "execution.acting", detail });
    }
    return intend(tx, parts, execution, "act");
  });
}

async function record(parts: Parts, execution: ExecutionRow, attempt: string, applied: Applied): Promise<void> {
  const { ctx } = parts;
  await parts.at("before_record", execution.id);
  const result = { outcome: applied.kind, httpStatus: applied.status, detail: { evidence: applied.evidence } };
  switch (applied.kind) {
    case "done":
    case "already_gone": {
      // "Already gone" after an earlier call of ours whose answer was lost is most likely that call's own work.
      const earlier = await ctx.db.attempt.count({ where: { executionId: execution.id, phase: "act", id: { not: attempt } } });
      return startProving(parts, execution, { result: applied.kind === "done" || earlier > 0 ? "done" : "already_gone", evidence: applied.evidence }, (tx) =>
        conclude(tx, parts, attempt, result),
      );
    }
    case "declined":
      return ctx.db.$transaction(async (tx) => {
        await conclude(tx, parts, attempt, result);
        await refuseExecution(tx, parts, execution, "vendor_declined", applied.evidence);
      });
    case "unknown": {
      const tries = await ctx.db.attempt.count({ where: { executionId: execution.id, phase: "act" } });
      return ctx.db.$transaction(async (tx) => {
        await conclude(tx, parts, attempt, result);
        await write(tx, execution, { nextProbeAt: backOff(ctx.clock.now(), tries) });
      });
    }
    default:
      return applied satisfies never;
  }
}

function asUnknown(error: unknown): Applied {
  if (!(error instanceof VendorFault)) throw error;
  return { kind: "unknown", status: error.status, evidence: `no usable answer: ${error.kind}` };
}

/** Refuses, unless a call of ours may already have changed the vendor: then no further call is made, and proving finds out what it did. */
async function refuse(parts: Parts, execution: ExecutionRow, { refusal, detail }: Refused): Promise<void> {
  const { ctx, journal } = parts;
  const ours = journal.actOn(execution.requestId, execution.targetDigest) === execution.id;
  const called = ours && (await ctx.db.attempt.count({ where: { executionId: execution.id, phase: "act" } })) > 0;
  if (execution.status === "acting" && called)
    return startProving(parts, execution, { result: null, evidence: `no further call: ${refusal}. An earlier call's answer was lost.` });
  await ctx.db.$transaction((tx) => refuseExecution(tx, parts, execution, refusal, detail));
}
