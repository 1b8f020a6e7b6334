import { z } from "zod";
import { digestOf } from "../../lib/core/canonical";
import type { Weighed } from "../../lib/domain/criticality";
import type { StatementTarget } from "../../lib/domain/statement";
import type { TrustRoot } from "../../lib/trust/chain";
import type { ReadableCase } from "./authority/case";
import { loadCase } from "./authority/load-case";
import { isReadable, refuseRequest, verifyAnswers } from "./authority/verify-request";
import { type Count, weighTarget } from "./authority/weigh-target";
import type { Parts } from "./parts";
import { type Preflight, preflight } from "./preflight";
import { Refused } from "./refused";
import { sightRequest } from "./sight-request";
import { missing } from "./target-check";

export interface Authority {
  request: ReadableCase;
  target: StatementTarget;
  count: Count;
  preflight: Preflight;
}

/** What an execution says of itself. */
export interface ToAuthorise {
  requestId: string;
  tokenId: string;
  targetDigest: string;
  described: unknown;
}

const Sight = z.object({
  kind: z.literal("described"),
  environment: z.string().nullable(),
  reach: z.object({ level: z.enum(["high", "limited"]) }).nullable(),
});

/** Of a target that is gone and that this executor never saw nothing is known, and unknown is critical: being called gone must not lower the quorum. */
export const nothingSeen: Weighed = { environment: null, reach: null };

/**
 * Everything from the start: statement, latches, times, policy, connection, each signature, what the vendor says of the target, and the quorum
 * that follows from it. Asked before every call that could change something, however the execution came to its state.
 * Throws Refused by name; VendorFault when the vendor gave no usable answer.
 */
export async function authorise(parts: Parts, root: TrustRoot, { requestId, tokenId, targetDigest, described }: ToAuthorise): Promise<Authority> {
  const request = await readCase(parts, root, requestId);
  const target = request.statement.targets.find((each) => digestOf(each) === targetDigest);
  const isNamed = target?.token === tokenId || !parts.checks.single.has("the execution is of the token that its target names");
  if (!target || !isNamed) throw new Refused("statement_altered", "the statement has no such target");
  const refusal = refuseRequest(request, target, parts.checks);
  if (refusal) throw new Refused(refusal);
  const answers = await verifyAnswers(request, parts.checks);
  const weigh = (seen: Preflight["seen"]): Count => {
    const weight = weighTarget(request, target, answers, seen, parts.checks);
    if (weight.kind === "refused") throw new Refused(weight.refusal);
    if (weight.kind === "waits") throw new Refused(weight.for, missing(weight.count));
    return weight.count;
  };
  weigh(undefined); // nobody is asked about a target for which too few signed
  const found = await preflight(parts, request, target);
  return { request, target, count: weigh(found.seen ?? sightOf(described) ?? nothingSeen), preflight: found };
}

/** What this executor saw of the target at an earlier check, as it wrote it on the execution; null when it never saw it. */
function sightOf(described: unknown): Weighed | null {
  const parsed = Sight.safeParse(described);
  return parsed.success ? { environment: parsed.data.environment, reach: parsed.data.reach } : null;
}

async function readCase(parts: Parts, root: TrustRoot, requestId: string): Promise<ReadableCase> {
  const trust = await parts.trust.view(root);
  const firstSight = await sightRequest(parts, requestId);
  const request = await loadCase({ ...parts, root, trust, firstSight }, requestId);
  if (!request || !isReadable(request)) throw new Refused("statement_altered", "the statement is missing or malformed");
  return request;
}
