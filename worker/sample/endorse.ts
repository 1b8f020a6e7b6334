import { appendAudit } from "../../lib/audit/append";
import type { Context } from "../../lib/core/context";
import { answerText } from "../../lib/signatures/answer";
import { type FileKeyPair, signWithFileKey } from "../../lib/signatures/file-key";

export interface SampleRoot extends FileKeyPair {
  /** whom the pinned root names */
  person: string;
}

/** Signs a trust statement with the sample's root key. `ctx` has the signer's role. The sample says "sample trust" wherever this counts. */
export async function endorse(ctx: Context, root: SampleRoot, digest: string): Promise<void> {
  const answer = answerText({ type: "countersign/answer", version: 1, answer: "trust", statement: digest, signer: root.person, key: root.id, targets: [] });
  await ctx.db.$transaction(async (tx) => {
    await tx.trustSignature.create({
      data: { id: ctx.ids.uuid(), digest, personId: root.person, keyId: root.id, answer, assertion: signWithFileKey(root, answer), at: ctx.clock.now() },
    });
    await appendAudit(tx, ctx.actor, { action: "trust.signed", subject: { type: "TrustStatement", id: digest }, detail: { key: root.id, sampleTrust: true } });
  });
}
