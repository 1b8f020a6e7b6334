import type { Target } from "../../lib/connectors/contract";
import { digestOf } from "../../lib/core/canonical";
import type { TrustRoot } from "../../lib/trust/chain";
import { loadCase } from "./authority/load-case";
import { isReadable, verifyAnswers } from "./authority/verify-request";
import { weighTarget } from "./authority/weigh-target";
import { type OpenedConnection, openConnection } from "./open-connection";
import type { Parts } from "./parts";
import { asTarget } from "./preflight";
import { openMaterial } from "./probe-material";
import { Refused } from "./refused";
import { sightRequest } from "./sight-request";
import type { ExecutionRow } from "./step";

export interface Proving {
  opened: OpenedConnection;
  target: Target;
  material: string | null;
  /**
   * refused: the connector's probe decides: the credential itself is tried, or read in the vendor's record where its secret is shown to nobody
   * (then the proof's basis is `record`). absent: it was gone at the vendor before we came, so there is none to try;
   * then the vendor's own listing must go on saying so.
   */
  basis: "refused" | "absent";
  seenAliveAt: string | null;
}

/**
 * What proving needs, from the signed statement. An execution that this executor did not act on itself (another executor did, or somebody wrote
 * the row) is proven only if its signatures hold. Throws Refused.
 */
export async function readProving(parts: Parts, root: TrustRoot, execution: ExecutionRow): Promise<Proving> {
  const trust = await parts.trust.view(root);
  const firstSight = await sightRequest(parts, execution.requestId);
  const request = await loadCase({ ...parts, root, trust, firstSight }, execution.requestId);
  if (!request || !isReadable(request)) throw new Refused("statement_altered");
  const signed = request.statement.targets.find((target) => digestOf(target) === execution.targetDigest);
  if (!signed || signed.token !== execution.tokenId || request.statement.request !== request.row.id) throw new Refused("statement_altered");
  if (parts.journal.actOn(execution.requestId, execution.targetDigest) !== execution.id) {
    const weight = weighTarget(request, signed, await verifyAnswers(request, parts.checks), undefined, parts.checks);
    if (weight.kind !== "enough") throw new Refused(weight.kind === "refused" ? weight.refusal : weight.for);
  }
  const opened = await openConnection(parts, trust, request.row.connectionId);
  const material = await openMaterial(parts, execution.id);
  const basis = wasGone(execution) && material === null ? "absent" : "refused";
  return { opened, target: asTarget(signed), material, basis, seenAliveAt: seenAlive(execution.proof) };
}

const wasGone = ({ described }: ExecutionRow): boolean =>
  typeof described === "object" && described !== null && "kind" in described && described.kind === "gone";

const seenAlive = (proof: unknown): string | null =>
  typeof proof === "object" && proof !== null && "seenAliveAt" in proof && typeof proof.seenAliveAt === "string" ? proof.seenAliveAt : null;
