import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma, type Tx } from "../core/db";
import { conflict, forbidden, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { SignatureRefused } from "../signatures/refused";
import type { SigningPage } from "../signatures/signing-page";
import { type EnrolledSignature, type GivenSignature, verifyEnrolled } from "../signatures/verify-enrolled";
import { requireStoppable } from "./decided";
import { loadRequest, type SignableRequest } from "./load-request";

export const DenyRequestInput = z.object({
  request: z.uuid(),
  reason: z.string().trim().min(1, "Say why, in a sentence: the requester reads it.").max(2000, "At most 2,000 characters."),
});

/**
 * Records a person's no. One is enough, and it holds for ever; it counts until the machine has begun to act, so the hold is for it too. It needs no signature, so that whoever has no key at hand can still
 * stop what they know to be wrong; a signed one also proves whose it was.
 */
export async function denyRequest(
  ctx: Context,
  input: z.input<typeof DenyRequestInput> & { signature?: GivenSignature },
  page: Pick<SigningPage, "origin" | "rpId">,
): Promise<void> {
  authorize(ctx.actor, "request.sign");
  const { request: id, reason } = parse(DenyRequestInput, input);
  await ctx.db.$transaction(async (tx) => {
    const request = await loadRequest(tx, { id });
    requireStoppable(request);
    const signed = input.signature ? await verifyEnrolled(ctx, tx, input.signature, page) : null;
    if (signed && (signed.answer.answer !== "deny" || signed.answer.statement !== request.digest))
      throw new SignatureRefused("statement_altered", "What was signed is not a denial of this request. Load the page anew.");
    const person = await denier(ctx, tx, signed, request);
    await tx.denial.create({
      data: {
        id: ctx.ids.uuid(),
        requestId: id,
        personId: person,
        reason,
        keyId: signed?.answer.key ?? null,
        answer: signed?.text ?? null,
        assertion: signed?.assertion ?? Prisma.DbNull,
        at: ctx.clock.now(),
      },
    });
    await appendAudit(tx, ctx.actor, {
      action: signed ? "denial.signed" : "denial.given",
      subject: { type: "request", id },
      detail: { number: request.number, digest: request.digest, person, key: signed?.answer.key ?? null, reason },
    });
  });
}

/** Whose no it is: the key's owner, else the person who opened the page. */
async function denier(ctx: Context, tx: Tx, signed: EnrolledSignature | null, request: SignableRequest): Promise<string> {
  const person = signed?.person.id ?? (ctx.actor.type === "person" ? ctx.actor.id : null);
  if (!person) throw forbidden("A denial is somebody's: sign it with a key, or deny on the signer's page.");
  if (person === request.requester.id) throw conflict(`You filed R-${request.number} yourself. Withdraw it on its page instead.`);
  if ((await tx.person.findUnique({ where: { id: person } }))?.status !== "active") throw notFound("The person, as an active one,");
  return person;
}
