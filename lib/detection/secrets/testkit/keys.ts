import { createHmac } from "node:crypto";

/** So many bytes by chance. */
export type RandomBytes = (length: number) => Buffer;

const u32 = (value: number): Buffer => Buffer.from([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
/** A string as SSH writes it (RFC 4251): its length before it. */
const ssh = (of: string | Buffer): Buffer => Buffer.concat([u32(Buffer.byteLength(of)), Buffer.from(of)]);
const lines = (data: Buffer, width: number): string => (data.toString("base64").match(new RegExp(`.{1,${width}}`, "g")) ?? []).join("\n");
const armored = (label: string, body: string): string => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`;

/** An Ed25519 key as ssh-keygen writes it (OpenSSH, PROTOCOL.key), without a passphrase. Here as below numbers are chance: the form is right, the halves are no pair. */
export function opensshKey(random: RandomBytes): string {
  const [open, secret, check] = [random(32), random(32), random(4)];
  const shown = Buffer.concat([ssh("ssh-ed25519"), ssh(open)]);
  const kept = Buffer.concat([check, check, shown, ssh(Buffer.concat([secret, open])), ssh("deploy@build")]);
  const padding = Buffer.from(Array.from({ length: (8 - (kept.length % 8)) % 8 }, (_, n) => n + 1));
  const whole = [Buffer.from("openssh-key-v1\0"), ssh("none"), ssh("none"), ssh(""), u32(1), ssh(shown), ssh(Buffer.concat([kept, padding]))];
  return armored("OPENSSH PRIVATE KEY", lines(Buffer.concat(whole), 70));
}

/** The checksum of an armor (RFC 4880, 6.1). */
function crc24(data: Buffer): Buffer {
  let rest = 0xb704ce;
  for (const byte of data) {
    rest ^= byte << 16;
    for (let bit = 0; bit < 8; bit++) rest = rest & 0x800000 ? ((rest << 1) ^ 0x1864cfb) & 0xffffff : rest << 1;
  }
  return Buffer.from([rest >>> 16, (rest >>> 8) & 255, rest & 255]);
}

/** An EdDSA key as `gpg --export-secret-keys --armor` writes it (RFC 4880, 5.5.3; version 4), without a passphrase; `head` stands before the empty line. */
export function pgpKey(random: RandomBytes, head = ""): string {
  const secret = random(32);
  secret[0] = (secret[0] as number) | 0x80;
  const number = Buffer.concat([Buffer.from([1, 0]), secret]);
  const sum = number.reduce((total, byte) => (total + byte) & 0xffff, 0);
  const key = Buffer.concat([
    Buffer.from([4]),
    random(4),
    Buffer.from([22, 9, 0x2b, 6, 1, 4, 1, 0xda, 0x47, 0x0f, 1, 1, 7, 0x40]),
    random(32),
    Buffer.from([0]),
    number,
    Buffer.from([sum >>> 8, sum & 255]),
  ]);
  const name = Buffer.from("Release <release@corp.invalid>");
  const packets = Buffer.concat([Buffer.from([0x94, key.length]), key, Buffer.from([0xb4, name.length]), name]);
  return armored("PGP PRIVATE KEY BLOCK", `${head}\n${lines(packets, 64)}\n=${crc24(packets).toString("base64")}`);
}

/** An Ed25519 key as PuTTYgen writes it (PuTTY's manual, appendix C), without a passphrase. */
export function puttyKey(random: RandomBytes, version: 2 | 3): string {
  const [kind, comment] = ["ssh-ed25519", "deploy"];
  const shown = Buffer.concat([ssh(kind), ssh(random(32))]);
  const kept = ssh(random(32));
  const signed = Buffer.concat([ssh(kind), ssh("none"), ssh(comment), ssh(shown), ssh(kept)]);
  const mac = version === 3 ? createHmac("sha256", "") : createHmac("sha1", random(20));
  const part = (name: string, data: Buffer) => `${name}-Lines: ${lines(data, 64).split("\n").length}\n${lines(data, 64)}`;
  return [
    `PuTTY-User-Key-File-${version}: ${kind}`,
    "Encryption: none",
    `Comment: ${comment}`,
    part("Public", shown),
    part("Private", kept),
    `Private-MAC: ${mac.update(signed).digest("hex")}`,
  ].join("\n");
}

/** A key as SSH Tectia writes it: between four dashes and a blank, with headers as in RFC 4716. */
export function ssh2Key(random: RandomBytes): string {
  const rest = Buffer.concat([ssh("dl-modp{sign{dsa-nist-sha1},dh{plain}}"), ssh("3des-cbc"), ssh(random(320))]);
  const whole = Buffer.concat([u32(0x3f6ff9eb), u32(rest.length + 8), rest]);
  return `---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nComment: "1024-bit dsa, deploy@build"\n${lines(whole, 70)}\n---- END SSH2 ENCRYPTED PRIVATE KEY ----`;
}

/** What stands in DER under a tag. */
function der(tag: number, body: Buffer): Buffer {
  const { length } = body;
  return Buffer.concat([Buffer.from([tag, ...(length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >>> 8, length & 255])]), body]);
}

/** A DSA key as OpenSSL has written it since its first days: a sequence of numbers. */
export function dsaKey(random: RandomBytes): string {
  const numbers = [128, 20, 128, 128, 20].map((length) => der(2, Buffer.concat([Buffer.from([0]), random(length)])));
  return armored("DSA PRIVATE KEY", lines(der(0x30, Buffer.concat([der(2, Buffer.from([0])), ...numbers])), 64));
}
