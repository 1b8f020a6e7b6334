import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { conflict, notFound } from "../core/errors";
import { SignatureRefused } from "../signatures/refused";
import type { SigningPage } from "../signatures/signing-page";
import { type GivenSignature, verifyEnrolled } from "../signatures/verify-enrolled";
import { readTrustStatement } from "./statements";

/**
 * Takes a person's signature over a trust statement. Whoever has an enrolled key may sign; whether it counts, and for how much,
 * the executor derives. Throws NotFound, Conflict (signed already, decided already), SignatureRefused.
 */
export async function signStatement(ctx: Context, input: { digest: string } & GivenSignature, page: Pick<SigningPage, "origin" | "rpId">): Promise<void> {
  authorize(ctx.actor, "trust.sign");
  await ctx.db.$transaction(async (tx) => {
    const row = await tx.trustStatement.findUnique({ where: { digest: input.digest }, include: { state: true, signatures: true } });
    if (!row) throw notFound("The trust statement");
    if (!readTrustStatement(row))
      throw new SignatureRefused("statement_altered", "The stored statement is not the one its digest names. Have it proposed again.");
    const status = row.state?.status;
    if (status === "active") throw conflict("This statement is active already. Nothing is left to sign.");
    if (status === "superseded" || status === "refused") throw conflict("This statement can no longer take effect. Have it proposed again.");
    const { answer, text, assertion, person } = await verifyEnrolled(ctx, tx, input, page);
    if (answer.answer !== "trust" || answer.statement !== row.digest || answer.targets.length > 0)
      throw new SignatureRefused("statement_altered", "What was signed is not this statement. Load the page anew and sign again.");
    if (row.signatures.some(({ keyId }) => keyId === answer.key)) throw conflict("You signed this statement already.");
    await tx.trustSignature.create({
      data: { id: ctx.ids.uuid(), digest: row.digest, personId: person.id, keyId: answer.key, answer: text, assertion, at: ctx.clock.now() },
    });
    await appendAudit(tx, ctx.actor, {
      action: "trust.signed",
      subject: { type: "trust_statement", id: row.digest },
      detail: { person: person.id, key: answer.key, kind: row.kind, about: row.subject },
    });
  });
}
