import { notFound } from "../../../lib/core/errors";
import type { Answer } from "../../../lib/domain/statement";
import { answerText, challengeOf } from "../../../lib/signatures/answer";
import { enrolledKeys } from "../../../lib/trust/queries";
import type { Visitor } from "../entry/visitor";
import { json, type Reply } from "../http/exchange";
import type { Signer } from "../signer";
import { promptMilliseconds } from "./common";

/** What the browser needs to ask for a signature: the answer's exact text, and its hash as the challenge. */
export async function signingOptions(
  signer: Signer,
  { ctx, person }: Visitor,
  given: { key: string; answer: Answer["answer"]; statement: string; targets: string[] },
): Promise<Reply> {
  const key = (await enrolledKeys(ctx.db, person.id)).find(({ id, kind }) => id === given.key && kind === "webauthn");
  if (!key) throw notFound("That passkey of yours");
  const { answer, statement, targets } = given;
  const text = answerText({ type: "countersign/answer", version: 1, answer, statement, signer: person.id, key: key.id, targets });
  return json({
    answer: text,
    options: {
      challenge: challengeOf(text),
      rpId: signer.page.rpId,
      allowCredentials: [{ id: key.id, type: "public-key", transports: key.transports }],
      userVerification: "required",
      timeout: promptMilliseconds,
    },
  });
}
