import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { conflict } from "../core/errors";
import type { Answer } from "../domain/statement";
import { SignatureRefused } from "../signatures/refused";
import type { SigningPage } from "../signatures/signing-page";
import { type GivenSignature, verifyEnrolled } from "../signatures/verify-enrolled";
import { isOver, requirePending } from "./decided";
import { loadRequest, type SignableRequest } from "./load-request";

/**
 * Takes a person's signed yes, or the requester's own signature, over all or some of a request's targets.
 * Throws NotFound, Conflict (decided already, token dead, signed already), SignatureRefused by name.
 */
export async function signRequest(
  ctx: Context,
  input: { request: string } & GivenSignature,
  page: Pick<SigningPage, "origin" | "rpId">,
): Promise<{ kind: "request" | "approve" }> {
  authorize(ctx.actor, "request.sign");
  return ctx.db.$transaction(async (tx) => {
    const request = await loadRequest(tx, { id: input.request });
    requirePending(request);
    const { answer, text, assertion, person } = await verifyEnrolled(ctx, tx, input, page);
    const kind = kindOf(request, answer);
    checkTargets(request, answer);
    const before = new Set(
      request.approvals.filter((approval) => approval.person.id === person.id && approval.kind === kind).flatMap(({ targets }) => targets),
    );
    if (answer.targets.every((target) => before.has(target))) throw conflict(`You signed this already. R-${request.number} waits for others.`);
    await tx.approval.create({
      data: { id: ctx.ids.uuid(), requestId: request.id, kind, personId: person.id, keyId: answer.key, answer: text, assertion, at: ctx.clock.now() },
    });
    await appendAudit(tx, ctx.actor, {
      action: kind === "approve" ? "approval.signed" : "request.signed",
      subject: { type: "request", id: request.id },
      detail: { number: request.number, digest: request.digest, person: person.id, key: answer.key, targets: answer.targets },
    });
    return { kind };
  });
}

function kindOf(request: SignableRequest, answer: Answer): "request" | "approve" {
  if (answer.statement !== request.digest)
    throw new SignatureRefused("statement_altered", "What was signed is not this request. Load the page anew and sign again.");
  if (answer.answer !== "approve" && answer.answer !== "request")
    throw new SignatureRefused("statement_altered", "What was signed is not an approval. Load the page anew and sign again.");
  if (answer.answer === "approve" && answer.signer === request.requester.id) throw new SignatureRefused("self_approval");
  if (answer.answer === "request" && answer.signer !== request.requester.id)
    throw new SignatureRefused("signer_mismatch", "Only the requester signs as requester.");
  return answer.answer;
}

function checkTargets(request: SignableRequest, answer: Answer): void {
  const known = new Map(request.targets.map((target) => [target.digest, target]));
  if (answer.targets.length === 0) throw conflict("Choose at least one token to sign for, or deny the request.");
  if (!answer.targets.every((digest) => known.has(digest)))
    throw new SignatureRefused("statement_altered", "What was signed names a token that is not in this request. Load the page anew.");
  if (answer.targets.every((digest) => isOver(known.get(digest)?.known.state ?? null)))
    throw conflict("This token is dead already: nothing is left to revoke, so nothing was signed. Its page shows how it died.");
}
