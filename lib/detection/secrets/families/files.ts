import { valueAt } from "../engine/assignment";
import * as b from "../engine/bytes";
import { type Detector, type Look, report } from "../engine/look";
import type { Confidence, Kind, Mark, Parts } from "../hit";
import { markOf } from "../marks";

const rotate = "Set a new password where this file's reader signs in, write it to the file or better to a vault, and end the old one.";
const kind = (id: string, title: string): Kind => ({ id, title, family: "Configuration files", tier: "structured", tokenClass: null, rotate });

const usual =
  /^(?:pass(?:word|wd|phrase)?|pwd|secret|token|user(?:name)?|new_?password|mypassword|my_?pass|test|string|value|null|none|true|false|yes|no|x+|\?|:\w+|%s|\$\d|@\w+)$/i;

/** Reports a password whose place alone says what it is; a word that only names one is a placeholder. */
function found(look: Look, id: string, start: number, end: number, confidence: Confidence, parts?: Parts): void {
  const secret = b.textOf(look.bytes, start, end).replace(/^\\+/, "");
  const mark: Mark | null = markOf(secret) ?? (usual.test(secret) ? "placeholder" : null);
  report(look, id, start, end, confidence, { mark, prefix: 8, ...(parts === undefined ? {} : { parts }) });
}

/** The word that begins behind blanks at `at`. */
function wordAt(bytes: Uint8Array, at: number, separators = b.blank): [number, number] {
  const start = b.runEnd(bytes, at, at + 40, separators);
  return [start, b.runEnd(bytes, start, start + 256, b.visible)];
}

/** `machine host login user password secret`, in any order of the two, on one line or several. */
function detectNetrc(look: Look, at: number, after: number): void {
  const { bytes } = look;
  if (at > 0 && !b.is(bytes, at - 1, b.blank)) return;
  const [hostStart, hostEnd] = wordAt(bytes, after);
  const parts: Parts = { host: b.textOf(bytes, hostStart, hostEnd) };
  let i = hostEnd;
  for (let words = 0; words < 4; words++) {
    const [start, end] = wordAt(bytes, i);
    const [valueStart, valueEnd] = wordAt(bytes, end);
    if (valueEnd === valueStart) return;
    const name = b.textOf(bytes, start, end);
    if (name === "password") {
      found(look, "netrc_password", valueStart, valueEnd, "shaped", parts);
      return;
    }
    if (name !== "login" && name !== "account") return;
    parts.user = b.textOf(bytes, valueStart, valueEnd);
    i = valueEnd;
  }
}

/** `host:port:database:user:password` of a .pgpass, known by its path or by PostgreSQL's port. */
function detectPgpass(look: Look, at: number): void {
  const { bytes } = look;
  const start = b.runStart(bytes, at, at - 100, b.visible);
  if (start > 0 && !b.is(bytes, start - 1, b.lineEnd)) return;
  const end = b.runEnd(bytes, at, at + 400, b.visible);
  if (end < bytes.length && !b.is(bytes, end, b.lineEnd)) return;
  const match = /^([\w.*-]+):(\d+|\*):([^:/]+):([^:/]+):((?:[^:]|\\:)+)$/.exec(b.textOf(bytes, start, end));
  if (match?.[5] !== undefined) found(look, "pgpass_password", end - Buffer.byteLength(match[5]), end, "shaped", { host: match[1], user: match[4] });
}

const hashForm = /^(?:\$(?:apr1|1|2[abxy]|5|6|y|7|gy)\$[./A-Za-z0-9$,=]{20,110}|\{SHA\}[A-Za-z0-9+/]{27}=)/;

/** `user:$apr1$…`: a hash is no live password, but it can be guessed offline. */
function detectHash(look: Look, at: number): void {
  const { bytes } = look;
  const start = b.runStart(bytes, at, at - 64, b.word | b.dash | b.dot);
  if (start === at || (start > 0 && !b.is(bytes, start - 1, b.lineEnd | b.quote | b.space))) return;
  const match = hashForm.exec(b.textOf(bytes, at + 1, Math.min(bytes.length, at + 130)));
  if (match !== null)
    report(look, "password_hash", at + 1, at + 1 + match[0].length, "checked", { mark: "hash", prefix: 6, parts: { user: b.textOf(bytes, start, at) } });
}

/** A directive whose value stands behind it, quoted or not: `requirepass x`, `IDENTIFIED BY 'x'`. */
function directive(id: string, quotedOnly: boolean) {
  return (look: Look, at: number, after: number): void => {
    const { bytes } = look;
    if (b.is(bytes, at - 1, b.word) || !b.is(bytes, after, b.space)) return;
    const start = b.runEnd(bytes, after, after + 20, b.space);
    const value = valueAt(bytes, start, 0x20);
    if (value === null || (quotedOnly && value.quote === 0) || value.quote === 0x60 || value.end - value.start < 3) return;
    // "a problem identified by 'jamesh'": a name, unless a statement about users stands before it
    if (quotedOnly && b.runEnd(bytes, value.start, value.end, b.letter) === value.end && !hasStatement(bytes, at)) return;
    found(look, id, value.start, value.end, "shaped");
  };
}

const hasStatement = (bytes: Uint8Array, at: number): boolean =>
  ["create ", "alter ", "grant ", "set password"].some((word) => b.indexFolded(bytes, at - 160, at, word) >= 0);

/** Cisco's reversible form: two decimal digits of a seed below 16, then pairs of hexadecimal digits. */
function detectCisco(look: Look, _at: number, after: number): void {
  const { bytes } = look;
  const end = b.runEnd(bytes, after, after + 120, b.upperHex | b.lowerHex);
  if (end - after < 8 || (end - after) % 2 !== 0 || b.is(bytes, end, b.word) || Number(b.textOf(bytes, after, after + 2)) > 15) return;
  if (/^\d\d/.test(b.textOf(bytes, after, after + 2))) report(look, "cisco_password_7", after, end, "shaped", { prefix: 11 });
}

const connectionWords = new Set([
  "server",
  "data source",
  "datasource",
  "host",
  "user id",
  "uid",
  "user",
  "userid",
  "initial catalog",
  "database",
  "driver",
  "accountendpoint",
  "endpoint",
  "address",
  "addr",
  "port",
  "network address",
]);

/** Whether within `[from, to)`, on one line, anything is assigned to a word of connection strings. */
function hasConnectionWord(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = b.indexOfByte(bytes, from, to, 0x3d); at >= 0; at = b.indexOfByte(bytes, at + 1, to, 0x3d)) {
    const start = b.runStart(bytes, at, Math.max(from, at - 16), b.letter | b.space);
    if (connectionWords.has(b.textOf(bytes, start, at).trim().toLowerCase())) return true;
  }
  return false;
}

/** `Server=…;Password=…;`: the words of a connection string beside it. */
function detectConnectionString(look: Look, at: number, sign: number): void {
  const { bytes } = look;
  const after = b.runEnd(bytes, sign, sign + 4, b.space);
  if (!b.is(bytes, at - 1, b.quote | b.blank) && ![0x3b, 0x3f, 0x26].includes(bytes[at - 1] ?? 0)) return;
  let end = after;
  while (end < bytes.length && end - after < 128 && !b.is(bytes, end, b.lineEnd | b.quote) && bytes[end] !== 0x3b && bytes[end] !== 0x3c && bytes[end] !== 0x5c)
    end++;
  b.work.steps += end - after;
  // without a semicolon on either side it is an ordinary assignment
  if (end - after < 3 || (bytes[end] !== 0x3b && bytes[at - 1] !== 0x3b)) return;
  if (!hasConnectionWord(bytes, at - 160, at) && !hasConnectionWord(bytes, after, end + 160)) return;
  if (!/\s|[(){}]/.test(b.textOf(bytes, after, end).trim())) found(look, "connection_string_password", after, end, "shaped");
}

const exact = (...texts: string[]) => texts.map((text) => ({ text, exact: true }));
const folded = (...texts: string[]) => texts.map((text) => ({ text, exact: false }));

export const files: readonly Detector[] = [
  { kinds: [kind("netrc_password", "Password in a .netrc")], keywords: exact("machine "), detect: detectNetrc },
  { kinds: [kind("pgpass_password", "Password in a .pgpass")], keywords: exact(":5432:", ":5433:", ":6432:", ":*:*:"), detect: detectPgpass },
  {
    kinds: [kind("password_hash", "Hash of a password")],
    keywords: exact(":$apr1$", ":$2y$", ":$2a$", ":$2b$", ":$1$", ":$5$", ":$6$", ":$y$", ":{SHA}"),
    detect: detectHash,
  },
  {
    kinds: [kind("redis_password", "Password in a Redis configuration")],
    keywords: exact("requirepass", "masterauth"),
    detect: directive("redis_password", false),
  },
  {
    kinds: [kind("sql_password", "Password in an SQL statement")],
    keywords: folded("identified by", "with password", "encrypted password", "login password"),
    detect: directive("sql_password", true),
  },
  {
    kinds: [kind("cisco_password_7", "Cisco password, type 7 (reversible)")],
    keywords: exact("password 7 ", "secret 7 ", "key 7 ", "key-string 7 "),
    detect: detectCisco,
  },
  {
    kinds: [kind("connection_string_password", "Password in a connection string")],
    keywords: folded("password=", "pwd=", "password =", "pwd =", "secret="),
    detect: detectConnectionString,
  },
];
