import { assignedAt } from "../engine/assignment";
import * as b from "../engine/bytes";
import { type Detector, type Look, report } from "../engine/look";
import type { Kind, Mark } from "../hit";
import { markOf } from "../marks";
import { entropy, readsAsWords } from "../randomness";

const rotate = "Give the account a new password or token at the service, put it wherever this one is used, then end the old one.";
const kind = (id: string, title: string, tier: Kind["tier"]): Kind => ({ id, title, family: "HTTP", tier, tokenClass: "service_credential", rotate });

const longest = 2_048;
/** What taking a header's value apart costs besides its bytes. */
const textSteps = 800;

/** `Basic dXNlcjpwYXNz`, in a header, a docker configuration's `auth` or npm's `_auth`: base64 of a user, a colon and a password, all readable. */
function detectBasic(look: Look, at: number, start: number): void {
  const { bytes } = look;
  if (b.is(bytes, at - 1, b.word)) return;
  let end = b.runEnd(bytes, start, start + longest, b.base64);
  if (end - start < 8) return;
  end = b.runEnd(bytes, end, end + 2, b.equals);
  b.work.steps += textSteps + 4 * (end - start);
  const pair = Buffer.from(b.textOf(bytes, start, end), "base64").toString("utf8");
  const colon = pair.indexOf(":");
  if (colon < 0 || !/^[\x20-\x7e]+$/.test(pair) || colon === pair.length - 1 || (end - start) % 4 === 1) return;
  const secret = pair.slice(colon + 1);
  report(look, "http_basic", start, end, "checked", {
    mark: markOf(secret) ?? usualMark(secret),
    encoding: "base64",
    secret,
    prefix: 6,
    parts: { user: pair.slice(0, colon) },
  });
}

/** A UUID at this place is a token as well as any. */
function markOfToken(secret: string): Mark | null {
  const mark = markOf(secret);
  return mark === "uuid" ? null : mark;
}

const exampleOfRfc6750 = "mF_9.B5f-4.1JqM";

/** Aladdin of RFC 7617, and what stands for "your password". */
const usualMark = (secret: string) => (/^open ?sesame$|^pass(?:word|wd)?$|^pwd$|^secret$/i.test(secret) ? "example" : null);

function detectBearer(look: Look, at: number, start: number): void {
  const { bytes } = look;
  if (b.is(bytes, at - 1, b.word)) return;
  const end = b.runEnd(bytes, start, start + longest, b.base64url | b.base64 | b.dot | b.tilde | b.equals);
  if (end - start < 14) return;
  b.work.steps += textSteps + 10 * (end - start);
  const secret = b.textOf(bytes, start, end).replace(/[.=]+$/, "");
  // `Bearer keyId=…`: what follows is named, and not the token
  if (!/\d/.test(secret) || /^\w+=./.test(secret) || readsAsWords(secret) || entropy(secret) < 3 || /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+$/.test(secret))
    return;
  report(look, "http_bearer", start, start + secret.length, "contextual", { mark: secret === exampleOfRfc6750 ? "example" : markOfToken(secret) });
}

/** `curl -u user:password`, `--user user:password`: quoted or not. */
function detectCurl(look: Look, at: number, option: number): void {
  const { bytes } = look;
  const after = b.runEnd(bytes, option, option + 4, b.space);
  const quoted = b.is(bytes, after, b.quote);
  const start = quoted ? after + 1 : after;
  let end = start;
  while (
    end - start < 200 &&
    end < bytes.length &&
    (quoted ? bytes[end] !== bytes[after] && bytes[end] !== 0x0a : (bytes[end] as number) > 0x20 && !b.is(bytes, end, b.quote))
  )
    end++;
  // `-u name:'password'`
  if (!quoted && bytes[end - 1] === 0x3a && b.is(bytes, end, b.quote)) {
    const close = b.indexOfByte(bytes, end + 1, end + 100, bytes[end] as number);
    if (close > 0 && isCurl(bytes, at)) reportUser(look, end + 1, close, b.textOf(bytes, start, end - 1));
    return;
  }
  b.work.steps += 4 * (end - start);
  const text = b.textOf(bytes, start, end);
  const colon = text.indexOf(":");
  if (colon < 0 || /^[^:]*[/\\]/.test(text) || (colon > 0 && /^\d+$/.test(text.slice(0, colon))) || text.includes("://")) return;
  if (!isCurl(bytes, at)) return;
  const from = start + Buffer.byteLength(text.slice(0, colon + 1));
  // a key alone stands for the user, and no password behind it
  if (colon === text.length - 1 && colon >= 8) reportUser(look, start, from - 1, "");
  else reportUser(look, from, end, text.slice(0, colon));
}

/** Reports a user's password that stands at `[start, end)` of a command line. */
function reportUser(look: Look, start: number, end: number, user: string): void {
  const secret = b.textOf(look.bytes, start, end);
  if (secret.length < 3 || /^\d+$/.test(secret)) return;
  const usual = secret === user || /^(.)\1*$|^\[.*\]$|^<.*>$|^(?:test|token|key|api_?key|user(?:name)?|pw|p|[a-z_]*pass(?:w(?:or)?d)?)$/i.test(secret);
  report(look, "curl_user", start, end, "shaped", {
    mark: markOf(secret) ?? usualMark(secret) ?? (usual || (/^pass/i.test(secret) && readsAsWords(secret)) ? "placeholder" : null),
    parts: { user },
    prefix: 3,
  });
}

/** Whether the command's line began with curl (or a program with the same option) not far before. */
const isCurl = (bytes: Uint8Array, at: number): boolean =>
  ["curl", "http ", "https ", "wget", "xh ", "rest-client"].some((program) => b.indexFolded(bytes, at - 300, at, program) >= 0);

const nameLength = "authorization".length;
const schemes = ["token ", "apikey ", "api-key ", "api-token ", "key ", "bot "];

export const httpAuth: readonly Detector[] = [
  {
    kinds: [kind("http_basic", "User and password for HTTP Basic", "structured")],
    keywords: [{ text: "basic ", exact: false }],
    detect: detectBasic,
  },
  {
    kinds: [],
    keywords: ['"auth"', "_auth", "'auth'"].map((text) => ({ text, exact: false })),
    detect(look, _at, after) {
      let start = b.runEnd(look.bytes, after, after + 8, b.space);
      if (look.bytes[start] !== 0x3a && look.bytes[start] !== 0x3d) return;
      start = b.runEnd(look.bytes, start + 1, start + 9, b.space | b.quote);
      detectBasic(look, start, start);
    },
  },
  {
    kinds: [kind("http_bearer", "Bearer token", "generic")],
    keywords: [
      "bearer ",
      "bearer%20",
      "ssws ",
      "authorization: token ",
      "authorization: bot ",
      "authorization: apikey ",
      "authorization: api-token ",
      "authorization: api-key ",
      "authorization: key ",
      "--oauth2-bearer ",
    ].map((text) => ({ text, exact: false })),
    detect(look, at, after) {
      detectBearer(look, at, b.is(look.bytes, after, b.quote) ? after + 1 : after);
    },
  },
  {
    kinds: [],
    keywords: [{ text: "authorization:", exact: false }],
    detect(look, at, after) {
      // without a scheme: a key alone, up to the header's end
      const start = b.runEnd(look.bytes, after, after + 4, b.space);
      const end = b.runEnd(look.bytes, start, start + longest, b.base64url | b.base64 | b.dot | b.tilde | b.equals);
      if (end - start >= 20 && (end === look.bytes.length || b.is(look.bytes, end, b.quote | b.lineEnd))) detectBearer(look, at, start);
    },
  },
  {
    kinds: [],
    keywords: ['authorization"', "authorization'", "authorization: `", "authorization `"].map((text) => ({ text, exact: false })),
    detect(look, at, after) {
      // in a program or a configuration: `"Authorization": "v"`, with another scheme than those above or without
      const value = assignedAt(look.bytes, at, at + nameLength) ?? null;
      if (value === null || value.quote === 0 || value.start < after - 1) return;
      const start = schemes.find((scheme) => b.standsFolded(look.bytes, value.start, scheme))?.length ?? 0;
      const end = b.runEnd(look.bytes, value.start + start, value.end, b.base64url | b.base64 | b.dot | b.tilde | b.equals);
      if (end === value.end && end - value.start - start >= 20) detectBearer(look, at, value.start + start);
    },
  },
  {
    kinds: [kind("curl_user", "User and password on a command line", "structured")],
    keywords: [" -u ", " --user ", " --user=", " --proxy-user "].map((text) => ({ text, exact: true })),
    detect: detectCurl,
  },
];
