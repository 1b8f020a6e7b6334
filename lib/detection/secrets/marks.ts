import { work } from "./engine/bytes";
import type { Mark } from "./hit";

/** Words that stand in examples and templates instead of a secret, anywhere in its lower-case letters. */
const anyOf = (words: readonly string[]): RegExp => new RegExp(words.map((word) => word.replace(/[.*<]/g, "\\$&")).join("|"));
const exampleWords = anyOf([
  "example",
  "sample",
  "dummy",
  "fake",
  "notreal",
  "notasecret",
  "not-a-secret",
  "not_a_secret",
  "not-real",
  "not_real",
  "foobar",
  "lorem",
]);
/** A long secret may hold one such row by its form: zeros in base64. */
const rows = ["0000000", "1111111", "aaaaaaa"];
const longEnough = 40;
const words = [
  "placeholder",
  "changeme",
  "change-me",
  "change_me",
  "change.me",
  "change this",
  "changeit",
  "replace",
  "redacted",
  "insert",
  "your-",
  "your_",
  "yourtoken",
  "yourkey",
  "yourpassword",
  "yoursecret",
  "yourapi",
  "your ",
  "my-secret",
  "my_secret",
  "mysecret",
  "enter-",
  "enter_",
  "<token",
  "<secret",
  "<your",
  "todo",
  "fixme",
  "xxxx",
  "********",
  "•••",
  "....",
  "____",
  "-----",
  "abcdefgh",
  "12345678",
  "deadbeef",

  "masked",
  "removed",
  "hidden",
  "sanitized",
  "obfuscated",
  "scrubbed",
  "filtered",
];
const placeholderWords = anyOf([...words, ...rows]);
/** Four letters, in any case, stand by chance in one of some thousand long secrets. */
const placeholderWordsInLong = anyOf([...words.filter((word) => !/^[a-z]{4}$/.test(word)), "xxxxxxx"]);
const uuidLength = 36;
const uuid = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i;

/**
 * What is known to be no live secret by its looks: a form to fill in, a vendor's example, a reference to where the secret is kept.
 * `from` is where the random part begins: fixed prefixes say nothing.
 */
export function markOf(secret: string, from = 0): Mark | null {
  work.steps += 200 + 20 * secret.length;
  if (isReference(secret)) return "reference";
  const body = secret.slice(from).toLowerCase();
  if (exampleWords.test(body)) return "example";
  const long = body.length >= longEnough;
  if ((long ? placeholderWordsInLong : placeholderWords).test(body) || monotonous(body) || (long && countRows(body) > 1)) return "placeholder";
  return secret.length >= uuidLength && uuid.test(secret) ? "uuid" : null;
}

const references = [
  /^['"]?\$\{[^}]*\}+['"]?$/, // ${VAR}, ${VAR:-default}
  /^\$[({]/, // $(command), ${{ secrets.X }}
  /^['"]?\$[A-Za-z_][A-Za-z0-9_:.]*['"]?$/, // $VAR, $env:VAR
  /^%[A-Za-z_][A-Za-z0-9_]*%$/, // %VAR%
  /^%\([A-Za-z_.]+\)s$/, // %(name)s
  /^\{\{.*\}\}$|^\{%.*%\}$|^<%.*%>$|^\[\[.*\]\]$|^#\{.*\}$|^@@?[A-Za-z_.]+@@?$|^__[A-Za-z_.]+__$|^\{[A-Za-z_][A-Za-z0-9_.]*\}$/, // templates
  /^(?:vault|op|ssm|awssm|aws-sm|gcpsm|gcp-sm|sm|secretsmanager|keyvault|azurekv|akv|bws|doppler|infisical|secret|secrets|env|file|ref\+[a-z]+|k8s|keychain|keyring|pass|lpass|gopass|1password|bitwarden|sops|credstash|conjur):/i,
  /^arn:aws[a-z-]*:(?:secretsmanager|ssm|kms)/,
  /^@Microsoft\.KeyVault\(/i,
  /^projects\/[^/]+\/secrets\//,
  /^\{\{?(?:resolve|vault|env|secrets?|ssm)[:.]/i,
  /^(?:process\.env|os\.environ|os\.getenv|env|getenv|System\.getenv|ENV|secrets?|vars?|local|data|module|each|self|config|settings|credentials|vault|params)(?:[.[(]|$)/,
  /^(?:secret|kv|concourse|cubbyhole)\/(?:data\/)?[\w./-]+(?:#\w+)?$/,
  /^!(?:Ref|Sub|GetAtt|ImportValue|vault|secret|env|ENV|env_var|reference)\b/,
  /^ENC\[?\(?/, // encrypted at rest: Jasypt, sops, eyaml
  /^\{(?:cipher|aes|xor|noop)\}./i,
];

/** No reference is of letters and digits alone. */
const sign = /[^A-Za-z0-9]/;
/** What any reference begins with: a sign, or a word that such a sign follows. */
const beginning = /^(?:[$%{[#@_<!'"]|[A-Za-z][\w+-]*[:./[(]|ENC)/;

function isReference(secret: string): boolean {
  if (secret.length > 256 || !sign.test(secret) || !beginning.test(secret)) return false;
  return references.some((one) => one.test(secret));
}

const shortestRow = 6;

/** How many rows of one character a text has. */
function countRows(text: string): number {
  let [rows, length] = [0, 1];
  for (let i = 1; i < text.length; i++) {
    length = text.charCodeAt(i) === text.charCodeAt(i - 1) ? length + 1 : 1;
    if (length === shortestRow) rows++;
  }
  return rows;
}

/** One or two characters over and over, or digits and letters counted up. */
export function monotonous(text: string): boolean {
  if (text.length < 6) return false;
  const distinct = distinctOf(text);
  if (distinct <= 2 || (text.length >= 16 && distinct <= 4) || (text.length >= 24 && distinct <= 5)) return true;
  let [up, longest, before] = [0, 0, text.charCodeAt(0)];
  for (let i = 1; i < text.length; i++) {
    const now = text.charCodeAt(i);
    // 9 is followed by 0, by 1, or by a
    up = now - before === 1 || (before === 0x39 && (now === 0x30 || now === 0x31 || now === 0x61)) ? up + 1 : 0;
    if (up > longest) longest = up;
    before = now;
  }
  return longest >= 7 || (longest >= 5 && longest + 1 >= text.length / 2);
}

/** How many characters a text is made of; beyond five it doesn't matter how many. */
function distinctOf(text: string): number {
  const seen = [-1, -1, -1, -1, -1, -1];
  let count = 0;
  for (let i = 0; i < text.length && count < seen.length; i++) {
    const code = text.charCodeAt(i);
    if (!seen.includes(code)) seen[count++] = code;
  }
  return count;
}
