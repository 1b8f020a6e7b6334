import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { isoCBOR } from "@simplewebauthn/server/helpers";
import type { Answer } from "../../domain/statement";
import { answerText, challengeOf } from "../answer";
import type { WebauthnAssertion, WebauthnRegistration } from "../assertion";

export interface Ceremony {
  origin: string;
  rpId: string;
  userVerified: boolean;
  userPresent: boolean;
  type: string;
  challenge: string;
  crossOrigin: boolean;
  topOrigin: string | undefined;
}

export interface SoftwareAuthenticator {
  id: string;
  /** COSE key, base64url */
  publicKey: string;
  /** registration response, as from `navigator.credentials.create` */
  register(challenge: string, lie?: Partial<Ceremony>): WebauthnRegistration;
  /** assertion response, as from `navigator.credentials.get` */
  assert(challenge: string, lie?: Partial<Ceremony>): WebauthnAssertion;
  /** signs an answer the way the signer's page does */
  answer(answer: Answer, lie?: Partial<Ceremony>): { answerText: string; assertion: WebauthnAssertion };
}

/** An ES256 authenticator in software, for tests: it says whatever it is told to about origin, RP ID and flags. */
export function createAuthenticator(defaults: { origin: string; rpId: string }): SoftwareAuthenticator {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, "base64url"));
  const cose = Buffer.from(
    isoCBOR.encode(
      new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, bytes(x)],
        [-3, bytes(y)],
      ]),
    ),
  );
  const credentialId = randomBytes(32);
  const id = credentialId.toString("base64url");
  const ceremony = (type: string, challenge: string, lie: Partial<Ceremony>): Ceremony => ({
    ...{ ...defaults, userVerified: true, userPresent: true, type, challenge, crossOrigin: false, topOrigin: undefined },
    ...lie,
  });
  const authenticator: SoftwareAuthenticator = {
    id,
    publicKey: cose.toString("base64url"),
    register(challenge, lie = {}) {
      const said = ceremony("webauthn.create", challenge, lie);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(credentialId.length);
      const authData = Buffer.concat([authenticatorData(said, 0x40), Buffer.alloc(16), length, credentialId, cose]);
      const attestation = new Map<string, string | Map<string, string> | Uint8Array>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", new Uint8Array(authData)],
      ]);
      const attestationObject = Buffer.from(isoCBOR.encode(attestation)).toString("base64url");
      return { id, rawId: id, type: "public-key", response: { clientDataJSON: clientData(said).toString("base64url"), attestationObject } };
    },
    assert(challenge, lie = {}) {
      const said = ceremony("webauthn.get", challenge, lie);
      const authData = authenticatorData(said, 0);
      const signed = Buffer.concat([authData, createHash("sha256").update(clientData(said)).digest()]);
      return {
        id,
        rawId: id,
        type: "public-key",
        response: {
          clientDataJSON: clientData(said).toString("base64url"),
          authenticatorData: authData.toString("base64url"),
          signature: sign("sha256", signed, privateKey).toString("base64url"),
        },
      };
    },
    answer(answer, lie = {}) {
      const text = answerText(answer);
      return { answerText: text, assertion: authenticator.assert(challengeOf(text), lie) };
    },
  };
  return authenticator;
}

function clientData({ type, challenge, origin, crossOrigin, topOrigin }: Ceremony): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin, topOrigin }), "utf8");
}

function authenticatorData(said: Ceremony, extraFlags: number): Buffer {
  const flags = (said.userPresent ? 0x01 : 0) | (said.userVerified ? 0x04 : 0) | extraFlags;
  return Buffer.concat([createHash("sha256").update(said.rpId, "utf8").digest(), Buffer.from([flags]), Buffer.alloc(4)]);
}
