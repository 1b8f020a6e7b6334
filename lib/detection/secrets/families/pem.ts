import * as b from "../engine/bytes";
import { type Detector, type Look, report } from "../engine/look";
import type { Encoding, Kind, Mark } from "../hit";
import { entropy } from "../randomness";

const rotate = "Make a new key pair, replace the public key or certificate wherever it is trusted, then remove the old one.";
const kind = (id: string, title: string): Kind => ({ id, title, family: "Private keys", tier: "structured", tokenClass: "certificate", rotate });

/** The longest key: 64 KB of text (an RSA key of 16,384 bits has 13 KB). */
const longest = 65_536;

const labels: Record<string, string> = {
  "RSA PRIVATE KEY": "private_key_rsa",
  "DSA PRIVATE KEY": "private_key_dsa",
  "EC PRIVATE KEY": "private_key_ec",
  "OPENSSH PRIVATE KEY": "private_key_openssh",
  "PRIVATE KEY": "private_key_pkcs8",
  "ENCRYPTED PRIVATE KEY": "private_key_encrypted",
  "PGP PRIVATE KEY BLOCK": "private_key_pgp",
  "SSH2 ENCRYPTED PRIVATE KEY": "private_key_ssh2",
};

/** What SSH Tectia's form has in place of five dashes. */
const fourDashes = "---- ";

/** `#`, `>`, `*`, `|`: in a comment, a mail, a table; `&`, `,`, `-`, `\`: joined lines. */
const betweenLines = b.setOf("#>*|&,-\\");

/** Base64 text between two lines of a PEM form, with what stands between its characters left out. */
interface Body {
  data: Buffer;
  end: number;
  headers: boolean;
  encoding: Encoding | null;
}

/** Where the header's line ends, really or as written (`\n`). */
function headerEnd(bytes: Uint8Array, at: number): number {
  const end = b.runEnd(bytes, at, at + 120, b.visible | b.space);
  for (let i = b.indexOfByte(bytes, at, end, 0x5c); i >= 0; i = b.indexOfByte(bytes, i + 1, end, 0x5c))
    if (bytes[i + 1] === 0x6e || bytes[i + 1] === 0x72) return i;
  return end;
}

/**
 * Reads up to the line of dashes that ends the key. Line ends may be real or written (`\n`, `\r\n`, `\\n`), lines indented, quoted and joined with `+`.
 * Headers (`Proc-Type: 4,ENCRYPTED`) end at an empty line.
 */
function readBody(bytes: Uint8Array, from: number, limit: number): Body | null {
  const text: number[] = [];
  let headers = false;
  let encoding: Encoding | null = null;
  let i = from;
  for (; i < limit; i++) {
    const byte = bytes[i] as number;
    // of six dashes the first is one that joins lines: a key taken out, in a patch
    if (byte === 0x2d && ((b.stands(bytes, i, "-----") && bytes[i + 5] !== 0x2d) || b.stands(bytes, i, fourDashes))) break;
    if (byte === 0x5c && (bytes[i + 1] === 0x6e || bytes[i + 1] === 0x72)) {
      encoding = "json";
      i++;
    } else if (byte === 0x3a) {
      headers = true;
      text.length = 0;
      i = headerEnd(bytes, i) - 1;
    } else if (b.is(bytes, i, b.base64 | b.equals)) text.push(byte);
    else if (!(b.is(bytes, i, b.blank | b.quote) || betweenLines[byte] === 1)) return null;
  }
  b.work.steps += i - from;
  return i >= limit ? null : { data: Buffer.from(Buffer.from(text).toString("latin1"), "base64"), end: i, headers, encoding };
}

/** Whether the decoded bytes begin as the form says: a DER sequence of that length, OpenSSH's magic, an OpenPGP packet. */
function isKey(data: Buffer, label: string): boolean {
  if (data.length < 32) return false;
  if (label.startsWith("OPENSSH")) return data.subarray(0, 15).toString("latin1") === "openssh-key-v1\0";
  if (label.startsWith("PGP")) return ((data[0] as number) & 0x80) !== 0;
  if (label.startsWith("SSH2")) return data.readUInt32BE(0) === 0x3f6ff9eb;
  if (data[0] !== 0x30) return false;
  const form = data[1] as number;
  const wide = form & 0x7f;
  const declared = form < 0x80 ? form : wide <= 3 ? data.readUIntBE(2, wide) : -1;
  return declared === data.length - 2 - (form < 0x80 ? 0 : wide);
}

/** A key whose line ends are written (`\n`, `\r\n`, `\\n`), as it stands in its own file. */
export const withRealLines = (text: string): string => text.replace(/\\+r/g, "").replace(/\\+n/g, "\n").replace(/\\/g, "");

function detectPem(look: Look, at: number, after: number): void {
  const { bytes } = look;
  const lineEnd = b.indexOfByte(bytes, after, after + 40, 0x2d);
  if (lineEnd < 0 || !b.stands(bytes, lineEnd, "----")) return;
  const label = b.textOf(bytes, after, lineEnd).trimEnd();
  const id = labels[label] ?? (/^[A-Z0-9 ]{1,24}PRIVATE KEY$/.test(label) ? "private_key_pkcs8" : undefined);
  if (id === undefined) return;
  const headEnd = b.runEnd(bytes, lineEnd, lineEnd + 5, b.dash);
  const body = readBody(bytes, headEnd, Math.min(bytes.length, headEnd + longest));
  if (body === null) return;
  const tail = label.startsWith("SSH2") ? `${fourDashes}END ${label} ----` : `-----END ${label}-----`;
  const end = b.stands(bytes, body.end, tail) ? body.end + tail.length : -1;
  if (end < 0 || body.data.length < 16) return;
  const encrypted = body.headers && b.indexFolded(bytes, headEnd, headEnd + 120, "encrypted") >= 0;
  const sound = encrypted || isKey(body.data, label);
  // cut short or written down by hand, it may be one all the same; of few characters it stands for one
  const mark: Mark | null = sound || (body.data.length >= 48 && entropy(body.data.toString("base64")) >= 4) ? null : "placeholder";
  report(look, encrypted ? "private_key_encrypted" : id, at, end, sound ? "checked" : "shaped", {
    mark,
    prefix: 11,
    encoding: body.encoding,
    ...(body.encoding === null ? {} : { secret: withRealLines(b.textOf(bytes, at, end)) }),
  });
}

export const pem: readonly Detector[] = [
  {
    kinds: [
      kind("private_key_rsa", "RSA private key (PKCS #1)"),
      kind("private_key_dsa", "DSA private key"),
      kind("private_key_ec", "Elliptic-curve private key (SEC 1)"),
      kind("private_key_openssh", "OpenSSH private key"),
      kind("private_key_pkcs8", "Private key (PKCS #8)"),
      kind("private_key_encrypted", "Private key, encrypted with a passphrase"),
      kind("private_key_pgp", "OpenPGP private key"),
      kind("private_key_ssh2", "SSH2 (ssh.com) private key"),
    ],
    keywords: [
      { text: "-----BEGIN ", exact: true, encoded: true },
      { text: "---- BEGIN ", exact: true },
    ],
    detect: detectPem,
  },
];
