import { appendAudit } from "../audit/append";
import type { Context } from "../core/context";
import { answerText } from "../signatures/answer";
import { signWithFileKey } from "../signatures/file-key";
import type { SampleRoot } from "./sample-root";

/** Signs a trust statement with the sample's own root. */
export async function signAsSampleRoot(ctx: Context, root: SampleRoot, digest: string): Promise<void> {
  const answer = answerText({ type: "countersign/answer", version: 1, answer: "trust", statement: digest, signer: root.person, key: root.key.id, targets: [] });
  await ctx.db.$transaction(async (tx) => {
    const { id, person } = { id: ctx.ids.uuid(), person: root.person };
    await tx.trustSignature.create({
      data: { id, digest, personId: person, keyId: root.key.id, answer, assertion: { ...signWithFileKey(root.key, answer) }, at: ctx.clock.now() },
    });
    await appendAudit(tx, ctx.actor, { action: "trust.signed", subject: { type: "trust_statement", id: digest }, detail: { sample: true, key: root.key.id } });
  });
}

/**
 * In a sample organisation alone: signs the enrolments that nobody signed yet. Only enrolments that this signer wrote, and no other
 * kind of statement: web cannot make one appear. Returns how many.
 */
export async function endorseSampleKeys(ctx: Context, root: SampleRoot): Promise<number> {
  const waiting = await ctx.db.enrolment.findMany({
    where: { statement: { signatures: { none: { keyId: root.key.id } } } },
    select: { statementDigest: true },
    take: 100,
  });
  for (const { statementDigest } of waiting) await signAsSampleRoot(ctx, root, statementDigest);
  return waiting.length;
}
