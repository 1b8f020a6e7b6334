import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { sha256 } from "../core/canonical";
import type { Answer } from "../domain/statement";
import { answerText, challengeOf } from "./answer";
import type { SigningKey } from "./assertion";
import { createFileKeyPair, signWithFileKey } from "./file-key";
import { type Ceremony, createAuthenticator } from "./testkit/authenticator";
import { verifyAnswer } from "./verify-answer";

const pinned = { rpId: "localhost", origin: "http://localhost:3001" };
const person = randomUUID();
const passkey = createAuthenticator(pinned);
const key: SigningKey = { id: passkey.id, kind: "webauthn", publicKey: passkey.publicKey, person };
const pair = createFileKeyPair();
const fileKey: SigningKey = { id: pair.id, kind: "ed25519", publicKey: pair.publicKey, person };

function answerBy(keyId: string, changes: Partial<Answer> = {}): Answer {
  const targets = [sha256("b"), sha256("a")];
  return { type: "countersign/answer", version: 1, answer: "approve", statement: sha256("statement"), signer: person, key: keyId, targets, ...changes };
}
const signed = (changes: Partial<Answer> = {}, lie: Partial<Ceremony> = {}) => passkey.answer(answerBy(passkey.id, changes), lie);

describe("a passkey's answer", () => {
  test("holds, its targets sorted", async () => {
    const result = await verifyAnswer({ ...signed(), key, ...pinned });
    expect(result).toEqual({ ok: true, answer: answerBy(passkey.id, { targets: [sha256("a"), sha256("b")].sort() }) });
  });

  test.each<[string, Partial<Ceremony>, string]>([
    ["made on web's page", { origin: "http://localhost:3000" }, "wrong_origin"],
    ["made inside another page's frame", { crossOrigin: true }, "wrong_origin"],
    ["made below another page", { topOrigin: "http://localhost:3000" }, "wrong_origin"],
    ["made for another relying party", { rpId: "example.com" }, "wrong_rp"],
    ["made without user verification", { userVerified: false }, "user_not_verified"],
    ["made without anyone present", { userPresent: false }, "user_not_verified"],
    ["made over another challenge", { challenge: challengeOf("another") }, "bad_signature"],
    ["made while registering", { type: "webauthn.create" }, "bad_signature"],
  ])("%s is refused by name", async (_, lie, refusal) => {
    expect(await verifyAnswer({ ...signed({}, lie), key, ...pinned })).toEqual({ ok: false, refusal });
  });

  test.each<[string, Partial<Answer>]>([
    ["the statement", { statement: sha256("another") }],
    ["what is answered", { answer: "deny" }],
    ["a target more", { targets: [sha256("a"), sha256("b"), sha256("c")] }],
    ["a target less", { targets: [sha256("a")] }],
    ["a target swapped", { targets: [sha256("a"), sha256("c")] }],
  ])("with %s changed afterwards is refused", async (_, change) => {
    const { assertion } = signed();
    expect(await verifyAnswer({ answerText: answerText(answerBy(passkey.id, change)), assertion, key, ...pinned })).toEqual({
      ok: false,
      refusal: "bad_signature",
    });
  });

  test.each(["clientDataJSON", "authenticatorData", "signature"] as const)("with a bit of its %s flipped is refused", async (field) => {
    const { answerText: text, assertion } = signed();
    const bytes = Buffer.from(assertion.response[field], "base64url");
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    const tampered = { ...assertion, response: { ...assertion.response, [field]: bytes.toString("base64url") } };
    expect(await verifyAnswer({ answerText: text, assertion: tampered, key, ...pinned })).toEqual({ ok: false, refusal: "bad_signature" });
  });

  test("under another person's or another key's name is refused", async () => {
    const other = createAuthenticator(pinned);
    expect(await verifyAnswer({ ...signed(), key: { ...key, person: randomUUID() }, ...pinned })).toEqual({ ok: false, refusal: "signer_mismatch" });
    expect(await verifyAnswer({ ...signed(), key: { ...key, id: other.id, publicKey: other.publicKey }, ...pinned })).toEqual({
      ok: false,
      refusal: "signer_mismatch",
    });
    expect(await verifyAnswer({ ...signed(), key: { ...key, publicKey: other.publicKey }, ...pinned })).toEqual({ ok: false, refusal: "bad_signature" });
    const { answerText: text, assertion } = signed();
    expect(await verifyAnswer({ answerText: text, assertion: { ...assertion, id: other.id, rawId: other.id }, key, ...pinned })).toMatchObject({
      refusal: "bad_signature",
    });
  });
});

describe("a file key's answer", () => {
  const text = answerText(answerBy(pair.id));
  const assertion = signWithFileKey(pair, text);

  test("holds", async () => {
    expect(await verifyAnswer({ answerText: text, assertion, key: fileKey, ...pinned })).toMatchObject({ ok: true });
  });

  test("over other text, by another key, or of the other kind is refused", async () => {
    const refused = { ok: false, refusal: "bad_signature" };
    const denied = answerText(answerBy(pair.id, { answer: "deny" }));
    expect(await verifyAnswer({ answerText: denied, assertion, key: fileKey, ...pinned })).toEqual(refused);
    expect(await verifyAnswer({ answerText: text, assertion, key: { ...fileKey, publicKey: createFileKeyPair().publicKey }, ...pinned })).toEqual(refused);
    expect(await verifyAnswer({ answerText: text, assertion, key: { ...fileKey, publicKey: passkey.publicKey }, ...pinned })).toEqual(refused);
    expect(await verifyAnswer({ answerText: text, assertion, key: { ...fileKey, kind: "webauthn" }, ...pinned })).toEqual(refused);
    expect(await verifyAnswer({ ...signed(), key: { ...key, kind: "ed25519" }, ...pinned })).toEqual(refused);
  });
});

describe("malformed input", () => {
  const { assertion } = signed();
  const text = answerText(answerBy(passkey.id));

  test.each<[string, string]>([
    ["not JSON", "approve"],
    ["not an answer", "{}"],
    ["with a space", text.replace(",", ", ")],
    ["with a key doubled", text.replace('"version":1', '"version":1,"version":1')],
    ["with an unknown field", text.replace('{"answer"', '{"amount":1,"answer"')],
    ["with its targets out of order", text.replace(/"targets":\["(\w+)","(\w+)"\]/, '"targets":["$2","$1"]')],
    ["with a target doubled", text.replace(/"targets":\["(\w+)","(\w+)"\]/, '"targets":["$1","$1","$2"]')],
  ])("an answer %s is statement_altered", async (_, altered) => {
    expect(await verifyAnswer({ answerText: altered, assertion, key, ...pinned })).toEqual({ ok: false, refusal: "statement_altered" });
  });

  test.each<[string, unknown]>([
    ["nothing", null],
    ["a string", "signature"],
    ["an empty object", {}],
    ["without a response", { ...assertion, response: undefined }],
    ["of another type", { ...assertion, type: "password" }],
    ["short authenticator data", { ...assertion, response: { ...assertion.response, authenticatorData: "AAAA" } }],
    ["client data that is no JSON", { ...assertion, response: { ...assertion.response, clientDataJSON: "AAAA" } }],
  ])("an assertion that is %s is bad_signature, and nothing throws", async (_, malformed) => {
    expect(await verifyAnswer({ answerText: text, assertion: malformed, key, ...pinned })).toEqual({ ok: false, refusal: "bad_signature" });
  });
});
