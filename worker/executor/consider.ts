import { VendorFault } from "../../lib/connectors/vendor-http";
import { digestOf } from "../../lib/core/canonical";
import type { StatementTarget } from "../../lib/domain/statement";
import type { TrustRoot } from "../../lib/trust/chain";
import { type Authority, nothingSeen } from "./authorise";
import type { ReadableCase } from "./authority/case";
import { loadCase } from "./authority/load-case";
import { isReadable, refuseRequest, type VerifiedAnswers, verifyAnswers } from "./authority/verify-request";
import { type Count, weighTarget } from "./authority/weigh-target";
import { openExecution, refuseTarget } from "./open-execution";
import type { Parts } from "./parts";
import { type Preflight, preflight } from "./preflight";
import { refuseWhole, refuseWholeIfNothingIsLeft } from "./refuse-request";
import { Refused } from "./refused";
import { sightRequest } from "./sight-request";
import { missing, saveTargetCheck } from "./target-check";

/** What came of looking at a request. `retry`: a vendor did not answer, look again soon. */
export interface Considered {
  opened: { execution: string; authority: Authority }[];
  retry: boolean;
}

/**
 * Looks at a request whose answers changed. Each target that has no execution yet either gets one, is refused by name, or waits,
 * with the reason written down. Targets stand for themselves: one that changed at the vendor keeps no other from its execution.
 */
export async function considerRequest(parts: Parts, root: TrustRoot, requestId: string): Promise<Considered> {
  const considered: Considered = { opened: [], retry: false };
  const firstSight = await sightRequest(parts, requestId);
  const request = await loadCase({ ...parts, root, trust: await parts.trust.view(root), firstSight }, requestId);
  if (!request?.answers.some(({ kind }) => kind === "approve")) return considered;
  if (!isReadable(request)) {
    await refuseWhole(parts, requestId, "statement_altered", "the stored text is not the canonical JSON of a statement");
    return considered;
  }
  const done = new Set((await parts.ctx.db.execution.findMany({ where: { requestId }, select: { targetDigest: true } })).map((row) => row.targetDigest));
  const answers = await verifyAnswers(request, parts.checks);
  for (const target of request.statement.targets) {
    if (done.has(digestOf(target))) continue;
    try {
      const authority = await consider(parts, request, target, answers);
      if (authority) considered.opened.push({ execution: await openExecution(parts, authority), authority });
    } catch (error) {
      if (error instanceof VendorFault) considered.retry = true;
      else if (error instanceof Refused) await refuseTarget(parts, request, target, error);
      else throw error;
    }
  }
  await refuseWholeIfNothingIsLeft(parts, requestId);
  return considered;
}

/** Authority for one target, or null when it waits. Throws Refused and VendorFault. */
async function consider(parts: Parts, request: ReadableCase, target: StatementTarget, answers: VerifiedAnswers): Promise<Authority | null> {
  const digest = digestOf(target);
  const waits = (reason: "not_enough_people" | "not_enough_groups", count: Count) =>
    saveTargetCheck(parts, request.row.id, digest, { for: reason, detail: missing(count), count }).then(() => null);
  // Its act is in the journal, but there is no execution: the row was taken away.
  if (parts.checks.single.has("the target is not spent") && parts.journal.actOn(request.row.id, digest) !== undefined) throw new Refused("spent");
  // What no further signature can mend is said at the first one.
  const refusal = refuseRequest(request, target, parts.checks);
  if (refusal) throw new Refused(refusal);
  const floor = weighTarget(request, target, answers, undefined, parts.checks);
  if (floor.kind === "waits") return waits(floor.for, floor.count);
  if (floor.kind === "refused") throw new Refused(floor.refusal);
  const found = await ask(parts, request, target, floor.count);
  const weight = weighTarget(request, target, answers, found.seen ?? nothingSeen, parts.checks);
  if (weight.kind === "waits") return waits(weight.for, weight.count);
  if (weight.kind === "refused") throw new Refused(weight.refusal);
  return { request, target, count: weight.count, preflight: found };
}

async function ask(parts: Parts, request: ReadableCase, target: StatementTarget, count: Count): Promise<Preflight> {
  try {
    return await preflight(parts, request, target);
  } catch (error) {
    if (error instanceof VendorFault) {
      const detail = `${request.trust.connections.get(request.row.connectionId)?.statement.name ?? "The vendor"} gives no usable answer (${error.kind}); tried again every few seconds.`;
      await saveTargetCheck(parts, request.row.id, digestOf(target), { for: "vendor_unreachable", detail, count });
    }
    throw error;
  }
}
