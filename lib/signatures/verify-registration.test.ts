import { expect, test } from "vitest";
import { type Ceremony, createAuthenticator } from "./testkit/authenticator";
import { verifyRegistration } from "./verify-registration";

const pinned = { rpId: "localhost", origin: "http://localhost:3001" };
const challenge = Buffer.alloc(32, 7).toString("base64url");

test("a passkey made on the signer's page gives its id and public key", async () => {
  const passkey = createAuthenticator(pinned);
  const key = await verifyRegistration({ registration: passkey.register(challenge), challenge, ...pinned });
  expect(key).toEqual({ id: passkey.id, publicKey: passkey.publicKey, transports: [] });
});

test.each<[string, Partial<Ceremony>]>([
  ["on another origin", { origin: "http://localhost:3000" }],
  ["for another relying party", { rpId: "example.com" }],
  ["without user verification", { userVerified: false }],
  ["for another challenge", { challenge: Buffer.alloc(32, 8).toString("base64url") }],
  ["as an assertion", { type: "webauthn.get" }],
])("one made %s is refused with what to do", async (_, lie) => {
  const registration = createAuthenticator(pinned).register(challenge, lie);
  await expect(verifyRegistration({ registration, challenge, ...pinned })).rejects.toMatchObject({ name: "InvalidInput", message: /PIN or biometrics/ });
});
