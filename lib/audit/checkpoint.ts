import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import { z } from "zod";

/** A signed head of the log: C2SP tlog-checkpoint inside a C2SP signed note with one Ed25519 signature. */
export interface Checkpoint {
  /** names the log: countersign/audit/<deployment> */
  origin: string;
  size: number;
  root: Buffer;
}

/** The executor's sealing key as kept in its own folder. */
export const AuditKeyFile = z.strictObject({ name: z.string().regex(/^[^\s+]+$/), privateKey: z.string() });
export type AuditKeyFile = z.infer<typeof AuditKeyFile>;

export interface SealingKey {
  name: string;
  privateKey: KeyObject;
  /** C2SP verifier key: <name>+<key hash>+<base64 of 0x01 and the 32-byte public key> */
  verifier: string;
}

const ed25519 = Uint8Array.of(1);

/** A fresh sealing key, to be kept with mode 0600. */
export function generateAuditKey(name: string): AuditKeyFile {
  const { privateKey } = generateKeyPairSync("ed25519");
  return { name, privateKey: privateKey.export({ type: "pkcs8", format: "der" }).toString("base64") };
}

/** The key in its kept form, ready to sign, with the verifier key that people note. Throws when the file holds no Ed25519 key. */
export function openAuditKey(file: AuditKeyFile): SealingKey {
  const privateKey = createPrivateKey({ key: Buffer.from(file.privateKey, "base64"), type: "pkcs8", format: "der" });
  const raw = rawPublicKey(createPublicKey(privateKey));
  return {
    name: file.name,
    privateKey,
    verifier: `${file.name}+${keyHash(file.name, raw).toString("hex")}+${Buffer.concat([ed25519, raw]).toString("base64")}`,
  };
}

/** The signed note: body, blank line, one signature line. */
export function signCheckpoint(key: SealingKey, checkpoint: Checkpoint): string {
  const body = `${checkpoint.origin}\n${checkpoint.size}\n${checkpoint.root.toString("base64")}\n`;
  const hash = keyHash(key.name, rawPublicKey(createPublicKey(key.privateKey)));
  const signature = sign(null, Buffer.from(body, "utf8"), key.privateKey);
  return `${body}\n— ${key.name} ${Buffer.concat([hash, signature]).toString("base64")}\n`;
}

const note = /^(?<body>(?:[^\n]+\n)+)\n(?<lines>(?:— \S+ [A-Za-z0-9+/]+=*\n)+)$/u;
const head = /^(?<origin>[^\n]+)\n(?<size>0|[1-9]\d*)\n(?<root>[A-Za-z0-9+/]{43}=)\n/u;

/** Reads a checkpoint and checks its signature by the given verifier key. Throws a sentence that says what is wrong. */
export function openCheckpoint(text: string, verifier: string): Checkpoint {
  const groups = head.exec(openNote(text, verifier))?.groups;
  if (!groups) throw new Error("this is not a checkpoint: expected origin, size and root on the first three lines");
  return { origin: groups.origin ?? "", size: Number(groups.size), root: Buffer.from(groups.root ?? "", "base64") };
}

/** The text of a C2SP signed note, once a signature of the given key verifies over it. */
export function openNote(text: string, verifier: string): string {
  const key = parseVerifier(verifier);
  const { body, lines } = note.exec(text)?.groups ?? {};
  if (!body || !lines) throw new Error("this is not a signed note: expected a text, an empty line and a signature line");
  const valid = lines
    .trimEnd()
    .split("\n")
    .some((line) => {
      const [, name, encoded] = line.split(" ");
      const bytes = Buffer.from(encoded ?? "", "base64");
      return name === key.name && bytes.subarray(0, 4).equals(key.hash) && verify(null, Buffer.from(body, "utf8"), key.publicKey, bytes.subarray(4));
    });
  if (!valid) throw new Error(`it carries no valid signature by ${key.name}`);
  return body;
}

function parseVerifier(verifier: string): { name: string; hash: Buffer; publicKey: KeyObject } {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(verifier.trim());
  const bytes = Buffer.from(match?.[3] ?? "", "base64");
  const raw = bytes.subarray(1);
  if (!match?.[1] || bytes[0] !== 1 || raw.length !== 32)
    throw new Error("this is not a verifier key: expected <name>+<8 hex digits>+<base64>; `countersign audit key` prints it");
  const hash = keyHash(match[1], raw);
  if (hash.toString("hex") !== match[2]) throw new Error("the verifier key's hash does not fit its name and key: it was mistyped or altered");
  return { name: match[1], hash, publicKey: createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url") }, format: "jwk" }) };
}

function rawPublicKey(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: "jwk" }).x ?? "", "base64url");
}

/** C2SP signed-note: the first four bytes of SHA-256 over name, newline, algorithm byte and key. */
function keyHash(name: string, raw: Buffer): Buffer {
  return createHash("sha256").update(name, "utf8").update("\n").update(ed25519).update(raw).digest().subarray(0, 4);
}
