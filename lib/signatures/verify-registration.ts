import { verifyRegistrationResponse } from "@simplewebauthn/server";
import { invalidInput } from "../core/errors";
import type { WebauthnRegistration } from "./assertion";

/** ES256, EdDSA, RS256: COSE algorithm numbers (RFC 9053) in the order they are preferred. */
export const keyAlgorithms = [-7, -8, -257];

export interface RegisteredKey {
  /** WebAuthn credential id, base64url */
  id: string;
  /** COSE key, base64url */
  publicKey: string;
  transports: string[];
}

/** Checks a new passkey's registration: challenge, origin, RP ID, user verification. Throws InvalidInput with what to do. */
export async function verifyRegistration(input: {
  registration: WebauthnRegistration;
  challenge: string;
  rpId: string;
  origin: string;
}): Promise<RegisteredKey> {
  const { registration, challenge, rpId, origin } = input;
  try {
    const result = await verifyRegistrationResponse({
      response: { ...registration, clientExtensionResults: {}, response: { ...registration.response, transports: undefined } },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: keyAlgorithms,
    });
    if (!result.verified) throw new Error("attestation does not verify");
    const { credential } = result.registrationInfo;
    return { id: credential.id, publicKey: Buffer.from(credential.publicKey).toString("base64url"), transports: registration.response.transports ?? [] };
  } catch (cause) {
    throw Object.assign(invalidInput("The new passkey could not be checked. Make it on this page, with PIN or biometrics, and try again."), { cause });
  }
}
