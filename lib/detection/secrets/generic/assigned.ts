import { type Assigned, assignedAt, isInText, nextInList } from "../engine/assignment";
import * as b from "../engine/bytes";
import { fileKind } from "../engine/file-kind";
import { type Detector, type Keyword, type Look, report } from "../engine/look";
import { detectColumn, mayBeHeading } from "./columns";
import { kinds } from "./kinds";
import { type Name, nameOf, type Word, words } from "./names";
import { toldAt } from "./told";
import { type Judgement, judgeValue } from "./value";

/** To look a name up, and what its value was judged to be. */
const namedSteps = 200;
const judgedSteps = 600;

function detectNamed(look: Look, at: number, after: number, word: Word): void {
  const { bytes, memo } = look;
  const wordEnd = after - word.signLength;
  if (mayBeHeading(bytes, at, wordEnd)) detectColumn(look, at);
  const named = assignedAt(bytes, at, wordEnd) ?? (look.prose ? toldAt(bytes, at, wordEnd) : null);
  b.work.steps += namedSteps;
  if (named === null || memo.assigned === look.base + named.start || isType(bytes, named)) return;
  const name = nameOf(b.textOf(bytes, named.nameStart, named.nameEnd), word);
  if (name === null) return;
  if (named.list === true && !endsInWord(name.text, word.text)) return;
  // another word of the same name says nothing new
  memo.assigned = look.base + named.start;
  const bounds = defaultOf(bytes, named);
  const start = bounds.start + schemeLength(bytes, bounds.start, bounds.end);
  reportNamed(look, name, { ...named, start, end: bounds.end });
  if (named.list !== true) return;
  let one = named;
  for (let more = 1; more < mostInList; more++) {
    const next = nextInList(bytes, one);
    if (next === null) return;
    one = { ...one, ...next };
    reportNamed(look, name, one);
  }
}

const mostInList = 20;

/** `api_keys`, not `token_variants`: a list of just that. */
const endsInWord = (name: string, word: string): boolean => new RegExp(`${word.replace(/\W+/g, ".?")}s?$`, "i").test(name);

function reportNamed(look: Look, name: Name, named: Assigned): void {
  const judged = judge(look, name, b.textOf(look.bytes, named.start, named.end), named);
  if (judged === null) return;
  report(look, kinds[name.class].id, named.start, named.end, judged.confidence, { mark: judged.mark ?? (hashed.test(name.text) ? "hash" : null) });
}

/** Names of what was made of a secret, and does not open what it opens. */
const hashed = /(?:hash|hashed|digest|checksum|fingerprint|sha_?\d+|md5)$/i;

const withDefault = /^\$\{[A-Za-z_][\w.-]*:[-=]?(?![-+?=])([^{}]+)\}$/;

/** Of `${NAME:-v}` what holds where the variable is not set, if that is more than a word. */
function defaultOf(bytes: Uint8Array, { start, end }: Assigned): { start: number; end: number } {
  if (bytes[start] !== 0x24 || bytes[end - 1] !== 0x7d) return { start, end };
  const text = b.textOf(bytes, start, end);
  const value = withDefault.exec(text)?.[1];
  // what stands before it is ASCII: as many bytes as characters
  return value === undefined || !/\d/.test(value) ? { start, end } : { start: start + text.length - value.length - 1, end: end - 1 };
}

/** `"AWS::IAM::AccessKey": "…"`: a name's last part, quoted, names a kind of thing; `arn:…:secret:name`, with nothing else around colons, is an address. */
const isType = (bytes: Uint8Array, { nameStart, nameEnd, start }: Assigned): boolean =>
  bytes[nameStart - 1] === 0x3a &&
  ((bytes[nameStart - 2] === 0x3a && b.is(bytes, nameEnd, b.quote)) ||
    (bytes[nameEnd] === 0x3a && start === nameEnd + 1 && b.is(bytes, nameStart - 2, b.word)));

const mostJudged = 512;

/** The judgement of a value, from memory where the same stood there before. */
function judge(look: Look, name: Name, value: string, { start, quote: mark, operator }: Assigned): Judgement | null {
  // `"NAME=v"` in a program: the quotes are further out
  const quote = mark === 0 && operator === 0x3d && fileKind(look.path) === "code" && isInText(look.bytes, start) ? 1 : mark;
  b.work.steps += judgedSteps;
  look.memo.judged ??= new Map();
  const { judged } = look.memo;
  const key = `${name.class} ${name.vague} ${name.text} ${quote} ${operator} ${value}`;
  const known = judged.get(key);
  if (known !== undefined) return known;
  if (judged.size >= mostJudged) judged.clear();
  const judgement = judgeValue(value, name, { quoted: quote !== 0, operator: String.fromCharCode(operator), file: fileKind(look.path), prose: look.prose });
  judged.set(key, judgement);
  return judgement;
}

/** `Bearer `, `Basic `, `Token ` at the beginning of a header's value. */
function schemeLength(bytes: Uint8Array, start: number, end: number): number {
  for (const scheme of ["bearer ", "basic ", "token ", "apikey "])
    if (end - start > scheme.length + 8 && b.standsFolded(bytes, start, scheme))
      // `Token token=v` of Rails
      return b.stands(bytes, start + scheme.length, "token=") ? scheme.length + 6 : scheme.length;
  return 0;
}

/** Names as they stand in configuration that was encoded as a whole. */
const encodedWords = [
  "password",
  "PASSWORD",
  "Password",
  "secret",
  "SECRET",
  "token",
  "TOKEN",
  "Token",
  "api_key",
  "API_KEY",
  "apiKey",
  "access_key",
  "ACCESS_KEY",
  "private_key",
];

/** Letters that ASCII has not stand as they are in UTF-8. Something must follow a sign, so that the filter looks for the sign and not for the letters before it. */
const keywordOf = ({ text, signLength }: Word): Keyword =>
  /^[\x20-\x7e]+$/.test(text)
    ? { text, exact: false, next: signLength > 0 ? b.anything : undefined }
    : { text: Buffer.from(text).toString("latin1"), exact: true };

/** Any `…_KEY`, `…Key`. */
const vague = (word: Word): Detector => ({
  kinds: [kinds.key],
  keywords: [keywordOf(word)],
  detect(look, at, after) {
    // `key=` alone stands everywhere
    if (b.is(look.bytes, at - 1, b.alnum | b.underscore | b.dash)) detectNamed(look, at, after, word);
  },
});

const telling = (word: Word): Detector => ({
  kinds: [kinds[word.class]],
  keywords: [
    keywordOf(word),
    ...encodedWords.filter((one) => one.toLowerCase() === word.text).map((text) => ({ text, exact: true, encoded: "only" as const })),
  ],
  detect: (look, at, after) => detectNamed(look, at, after, word),
});

/** Values under names that say "password", "secret", "token", "key", in any syntax of assignment. */
export const assigned: readonly Detector[] = words.map((word) => (word.vague ? vague(word) : telling(word)));
