import { work } from "../engine/bytes";
import type { FileKind } from "../engine/file-kind";
import type { Confidence, Mark } from "../hit";
import { markOf, monotonous } from "../marks";
import { entropy, isUnspeakable, readsAsWords } from "../randomness";
import { isDense, isKeyAlone, isPhrase, visible, vocabulary } from "./looks";
import { type Name, splitWords } from "./names";

/** How a value stands where it is assigned. */
export interface Written {
  quoted: boolean;
  /** the operator's first character; a space on a command line */
  operator: string;
  file: FileKind;
  prose: boolean;
}

export interface Judgement {
  confidence: Confidence;
  mark: Mark | null;
}

const shortest = { password: 6, secret: 8, token: 12, key: 12, credential: 10 } as const;

const shortestDense = { password: 8, secret: 8, token: 16, key: 16, credential: 10 } as const;

/** Names of algorithms and encodings, which have figures as passwords have. */
const algorithms =
  /^(?:(?:hmac-?)?(?:sha-?(?:1|2|3|224|256|384|512)|md[45])(?:[-_]?crypt)?|bcrypt\d?|argon2(?:id?|d)?|pbkdf2(?:[-_].*)?|scrypt|[hrep]s(?:256|384|512)|ed25519|ecdsa\S*|rsa-?\d{3,4}|aes-?(?:128|192|256)(?:-\w{3})?|base(?:32|58|64)(?:url)?|utf-?(?:8|16)|scram-sha-\S+|oauth-?[12](?:\.0)?|ntlmv?[12]|x509|pkcs\d\d?|rfc\d+|crc32|basic[-_]auth\d?)$/i;
const literals =
  /^(?:true|false|null|nil|none|undefined|yes|no|on|off|string|str|text|number|int|integer|bool|boolean|object|any|void|char|byte|bytes|optional|required|default|unset|empty|n\/a|auto|self|this|disabled|enabled|invalid|prompt|ask|stdin|file|env)$/i;
const hashes =
  /^\$(?:2[abxy]|1|5|6|y|7|gy|argon2\w*|pbkdf2\S*|scrypt|P|H|S)\$|^\{(?:SSHA|SHA|MD5|SMD5|CRYPT|PBKDF2\S*|ARGON2|bcrypt|noop|pbkdf2)[^}]*\}|^pbkdf2[_:]|^(?:sha1|sha256|md5|bcrypt|argon2\w*|scrypt|pbkdf2_\w+)\$|^SCRAM-SHA-|^md5[0-9a-f]{32}$|^\*[0-9A-F]{40}$/;
/** format strings, patterns, markup, templates, selectors: what programs are made of */
const program =
  /(?:^|[^A-Za-z0-9])%[sd](?![0-9A-Za-z])|\\[dwsbDWSnrt]|\[[a-z0-9]-|\(\?|\.\*|\{\d?\}|^\^.*\$$|\$\{|\$\(|\{\{|<\/?[a-z]|^[.#][a-z][\w-]*$|^\[[\w-]+\]$|^@[a-z][\w/.-]+$|=>|&&|\|\||^\w+\(|\(\)|^![a-z_$][\w$.]*$|;$|^[({[]|\)\}|\);|\(\{|\]\)|=\w+\(|^&(?:#|lt;|gt;|quot;)|^\w+(?:\|\w+)+$|^[,)\]}].*[:=,([{]$|\/aws4_request\b/;
const path = /^(?:\.{0,2}|~|[A-Za-z]:|\$\w+|%\w+%)[\\/](?:[\w .@%~+-]*[\\/])*[\w .@%~+-]*$|^(?:[\w.-]+\/){2,}[\w.-]*$/i;
const action = /^(?:[\w.-]+\/)+[\w.-]*#\w+$/;
const fileName = /\.(?:pem|key|crt|cer|jks|p12|pfx|json|ya?ml|txt|conf|ini|env|cfg|html?|php|js|ts|py|go|java|rb|cs|xml|md|properties|gpg|asc|kdbx|sh)$/i;
/** Base64 has slashes too: a path's pieces are words. */
const isPath = (value: string): boolean => fileName.test(value) || action.test(value) || (path.test(value) && readsAsWords(value));
const address =
  /^arn:|^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$|:\/\/|^\/\/|^(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?$|^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|local|internal|cloud|co|app|gov|edu)(?:[:/].*)?$|^localhost\b/i;
const number = /^[+-]?(?:\d[\d_]*(?:\.\d+)*(?:e[+-]?\d+)?|0x[0-9a-f]{1,8})(?:[a-z%]{1,3})?$/i;
const moment = /^\d{4}-\d\d-\d\d|^\d\d?[./]\d\d?[./]\d{2,4}$|^\d\d?:\d\d/;
const uuid = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i;
const dotted = /^[A-Za-z_$][\w$-]*(?:\[\d*\])?(?:(?:\.|->|::|\[['"]?)[A-Za-z_$*][\w$-]*['"]?\]?(?:\[\d*\])?)+$/;
const identifier = /^[$_]?[A-Za-z]+(?:[_-][A-Za-z]+)*[_-]?\d{0,2}$/;
/** One of these stands in whatever a value can be besides a secret, but for words. */
const tellingSign = /[-%\\[\](){}$^<>.#@=&|;:/_*]|^!/;
const longestLiteral = "undefined".length;
/** `md5` and 32 digits */
const hexHashLength = 35;

/** What a value is under such a name; null: nothing that anybody would keep secret. */
export function judgeValue(value: string, name: Name, written: Written): Judgement | null {
  if (value.length < 3 || (value.length <= longestLiteral && literals.test(value)) || isVerdict(name, written) || algorithms.test(value)) return null;
  const reference = markOf(value);
  if (reference === "reference") return { confidence: "contextual", mark: "reference" };
  if (
    isDense(value) &&
    !hashes.test(value) &&
    value.length >= shortestDense[name.class] &&
    written.file !== "lock" &&
    (written.quoted || !isBareCode(value, written))
  )
    return { confidence: "contextual", mark: reference };
  const other = otherThanSecret(value, name, written);
  if (other !== undefined) return other;
  if (value.length < shortest[name.class] || isWordsOf(value, name)) return null;
  if (isNumbered(value)) return { confidence: "contextual", mark: "placeholder" };
  if (isCell(name, written)) return null;
  const good = name.class === "password" ? isPassword(value, name, written) : isRandom(value, name, written);
  if (!good) return null;
  if (written.file === "lock") return { confidence: "contextual", mark: "hash" };
  return { confidence: "contextual", mark: reference };
}

const escapes = /^(?:\\x[2-7][0-9a-f])+$/i;

/** `\x6b\x65\x79`: a label, written so that no compiler changes it. */
const isEscapedText = (value: string): boolean => value.startsWith("\\x") && escapes.test(value);

/** A line of a table of passwords is seldom one of names and values. */
const isCell = (name: Name, { operator, quoted }: Written): boolean => operator === "," && !quoted && name.class === "password";

/** What a value is that can't be a secret by its form alone; undefined where it may be one. */
function otherThanSecret(value: string, name: Name, written: Written): Judgement | null | undefined {
  const telling = tellingSign.test(value);
  work.steps += (telling ? 1_000 : 400) + (telling ? 60 : 15) * value.length;
  if ((telling || value.length === hexHashLength) && hashes.test(value)) return { confidence: "contextual", mark: "hash" };
  if (!visible.test(value)) return phrase(value, name, written);
  if (isFormToFillIn(value)) return { confidence: "contextual", mark: "placeholder" };
  if (telling && isEscapedText(value)) return null;
  if (telling ? program.test(value) || address.test(value) || isPath(value) || moment.test(value) : value.toLowerCase() === "localhost") return null;
  if (telling && uuid.test(value)) {
    if (name.class === "password" || name.vague === true) return null;
    return { confidence: "contextual", mark: isIdentifier(value, name) ? "uuid" : null };
  }
  return undefined;
}

/** Many services' keys are UUIDs, but under a name that says no more than "token" they may number anything. */
function isIdentifier(value: string, { text, class: found }: Name): boolean {
  const words = splitWords(text);
  if (monotonous(value.replaceAll("-", "")) || /^(?:id|ids|uid|guid|uuid)$/.test(words.at(-1) ?? "")) return true;
  return found === "token" && !isEnvironment(text) && !words.some((word) => opening.has(word));
}

/** Words of tokens that open something; requests, locks and uploads have tokens too. */
const opening = new Set("access api auth authorization bearer personal private secret deploy service bot admin master root app integration webhook".split(" "));

/** Without quotes, in a program: an expression. */
const isBareCode = (value: string, { file, operator }: Written): boolean =>
  (file === "code" && operator !== " ") || (file !== "config" && /[()[\]{}]/.test(value)) || /[,;]$/.test(value);

/** `PASS: utils/objcopy-2`: a test that passed. */
const isVerdict = ({ text }: Name, { quoted, operator }: Written): boolean => text === "PASS" && operator === ":" && !quoted;

const toFillIn =
  /^<[^<>]+>$|^\[[A-Z_ -]+\]$|^\*{3,}$|^x{3,}$|^\.{3,}$|^_{3,}$|^-{3,}$|^(?:your|my|the|some|insert|enter|put|add|replace|change|todo|fixme|tbd)[-_ .]?(?:own[-_ ]?)?[a-z_ -]*(?:password|passwd|secret|token|key|here|me|it|value|this|id|credentials?)\b|^(?:change[-_]?(?:me|it|this)|redacted|masked|hidden|removed|placeholder|example)/i;

const isFormToFillIn = (value: string): boolean => toFillIn.test(value);

/** Words of the name itself, or those that secrets are named with: labels, keys of other maps, names of variables. */
function isWordsOf(value: string, name: Name): boolean {
  const words = splitWords(value);
  const others = words.filter((word) => !vocabulary.has(word));
  if (words.length === 0 || others.length === 0) return words.length > 0;
  const own = splitWords(name.text);
  return others.every((word) => own.includes(word));
}

/** What everybody writes who wants no real one. */
const favourites =
  /^(?:-?anonymous@?|s3cr[e3]t|hunter2|foobar\d*|letmein|trustno1|correcthorsebatterystaple|correct-horse-battery-staple|swordfish|opensesame)!?$/i;

/** `secret123`, `test-password-2`, `token_1`: what tests and documents call their secrets. */
function isNumbered(value: string): boolean {
  if (favourites.test(value)) return true;
  if (value.length > 24 || !/^[a-z0-9._-]+$/.test(value)) return false;
  const words = value.split(/[._-]|(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])/);
  return (
    words.length <= 5 &&
    words.some((word) => word.length > 2 && vocabulary.has(word)) &&
    words.every((word) => /^\d{1,4}$|^[a-z]+$/.test(word)) &&
    words.filter((word) => /[a-z]/.test(word) && !vocabulary.has(word)).length <= words.length / 3
  );
}

/** Sixteen hexadecimal digits may look like a number with its exponent. */
const isNumber = (value: string): boolean => number.test(value) && !(value.length >= 16 && /[a-f]/i.test(value) && !/^0x/i.test(value));

function isPassword(value: string, name: Name, written: Written): boolean {
  const { quoted, operator, file, prose } = written;
  if (isNumber(value)) return quoted && /^\d{6,}$/.test(value);
  if (quoted ? dotted.test(value) && readsAsWords(value) && !/\d/.test(value) : isExpression(value, written)) return false;
  const letters = /[A-Za-z]/.test(value);
  const digits = /\d/.test(value);
  if (letters && digits) return quoted || !identifier.test(value) || file === "config" || prose || isEnvironment(name.text) || isWordAndYear(value, written);
  if (operator !== "(" && isPhrase(value) && (quoted || file === "config" || isEnvironment(name.text))) return true;
  const signs = /[^A-Za-z0-9_.\-/]/.test(value);
  if (signs && letters) return value.length >= 8 && !/^[A-Za-z]+[!?.:,;…*]+$/.test(value) && (quoted || operator === "=" || prose);
  return (digits && signs && value.length >= 8 && quoted) || (operator !== "(" && looksRandom(value)) || (isSetting(name, written) && /^[a-z]+$/.test(value));
}

/** A name in capitals, or of a property in a configuration: no label follows it, but a word may be a password there. */
const isSetting = (name: Name, { file, operator }: Written): boolean =>
  (isEnvironment(name.text) && name.text !== "PASS" && /[=:]/.test(operator)) || (file === "config" && /[._]/.test(name.text) && operator === "=");

/** Bare, in a program or written as a program would: a name, a call. */
const isExpression = (value: string, { file, operator }: Written): boolean =>
  dotted.test(value) || /[()[\]{}]/.test(value) || (file === "code" && operator !== " ");

const isEnvironment = (name: string): boolean => /^[A-Z][A-Z0-9_]*$/.test(name);

/** Letters in no order that words have. */
const looksRandom = (value: string): boolean =>
  value.length >= 10 &&
  entropy(value) >= 2.5 &&
  !/pass|secret|token|user|admin/i.test(value) &&
  (isUnspeakable(value) || (/[a-z]/.test(value) && /[A-Z]/.test(value) && !readsAsWords(value)));

/** `Winter99`, assigned outside of programs: names seldom end so. */
const isWordAndYear = (value: string, { file, operator }: Written): boolean => file !== "code" && operator === "=" && /^[A-Z][a-z]{3,}\d\d$/.test(value);

function isRandom(value: string, { class: found, vague }: Name, { quoted, file, operator }: Written): boolean {
  if (!quoted && (/[()[\]{}<>|*?,"'`\\]/.test(value) || (file === "code" && operator !== " "))) return false;
  if (isNumber(value) || /[\s]/.test(value)) return false;
  if (dotted.test(value) && (readsAsWords(value) || !quoted)) return false;
  const unspeakable = isUnspeakable(value);
  if (readsAsWords(value) && !unspeakable && !(found === "secret" && quoted && /[!@#$%^&*]/.test(value))) return false;
  if (monotonous(value)) return true;
  const bits = entropy(value);
  if (vague === true) return !dotted.test(value) && isKeyAlone(value, bits);
  return (unspeakable && value.length >= 16 && bits >= 3) || isMixed(value, bits);
}

/** Figures and letters that chance may have put together. */
function isMixed(value: string, bits: number): boolean {
  if (identifier.test(value)) return value.length >= 20 && bits >= 3.6 && /[a-z]/.test(value) && /[A-Z]/.test(value) && looksRandom(value);
  if (!/\d/.test(value)) return value.length >= 16 && bits >= 3.5 && looksRandom(value);
  return bits >= (value.length >= 20 ? 3 : 2.6);
}

/** Several words under the name of a passphrase. */
function phrase(value: string, name: Name, { quoted }: Written): Judgement | null {
  if (!quoted || name.class !== "password" || !/phrase/i.test(name.text)) return null;
  return /^[a-z]+(?: [a-z]+){3,11}$/.test(value) ? { confidence: "contextual", mark: markOf(value) } : null;
}
