import { createHash } from "node:crypto";
import { verifyAuthenticationResponse } from "@simplewebauthn/server";
import { z } from "zod";
import type { Refusal } from "../domain/refusals";
import { challengeOf } from "./answer";
import type { SigningKey, WebauthnAssertion } from "./assertion";

interface ToVerify {
  answerText: string;
  assertion: WebauthnAssertion;
  key: SigningKey;
  rpId: string;
  origin: string;
}

const ClientData = z.object({
  type: z.literal("webauthn.get"),
  challenge: z.string(),
  origin: z.string(),
  crossOrigin: z.boolean().optional(),
  topOrigin: z.string().optional(),
});

/**
 * Verifies a passkey's assertion over an answer; null when it holds. The named checks stand before the library's own, so that each
 * failure has its name: the library then repeats them and verifies the signature.
 */
export async function verifyWebauthn(input: ToVerify): Promise<Refusal | null> {
  const { answerText, assertion, key, rpId, origin } = input;
  const client = readClientData(assertion.response.clientDataJSON);
  if (!client || assertion.id !== key.id || client.challenge !== challengeOf(answerText)) return "bad_signature";
  // A page inside another page's frame has the right origin and may still be dressed up by its host.
  if (client.origin !== origin || client.crossOrigin === true || client.topOrigin !== undefined) return "wrong_origin";
  const named = checkAuthenticatorData(Buffer.from(assertion.response.authenticatorData, "base64url"), rpId);
  if (named) return named;
  try {
    const { verified } = await verifyAuthenticationResponse({
      response: { ...assertion, clientExtensionResults: {} },
      expectedChallenge: challengeOf(answerText),
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      // Synced passkeys have no counter; an answer is bound to its statement, and each target is spent once.
      credential: { id: key.id, publicKey: new Uint8Array(Buffer.from(key.publicKey, "base64url")), counter: 0 },
    });
    return verified ? null : "bad_signature";
  } catch {
    return "bad_signature"; // malformed beyond what is named above
  }
}

function readClientData(encoded: string): z.infer<typeof ClientData> | null {
  try {
    const parsed = ClientData.safeParse(JSON.parse(Buffer.from(encoded, "base64url").toString("utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Layout from WebAuthn Level 2, 6.1: SHA-256 of the RP ID (32 bytes), flags (bit 0 user present, bit 2 user verified), counter. */
function checkAuthenticatorData(data: Buffer, rpId: string): Refusal | null {
  const flags = data[32];
  if (flags === undefined) return "bad_signature";
  if (!data.subarray(0, 32).equals(createHash("sha256").update(rpId, "utf8").digest())) return "wrong_rp";
  if ((flags & 0b101) !== 0b101) return "user_not_verified";
  return null;
}
