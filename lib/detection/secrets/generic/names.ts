import * as b from "../engine/bytes";

/** What a name says its value is. */
export type NameClass = "password" | "secret" | "token" | "key" | "credential";

/** Words in names, by class; they serve as keywords too. Letters of any case. */
const nameWords: Record<NameClass, readonly string[]> = {
  password: [
    "password",
    "passwd",
    "passwort",
    "passphrase",
    "pass_phrase",
    "pwd",
    "pw:",
    "pw=",
    "pw =",
    'pw"',
    "pw>",
    "p/w:",
    "_pw",
    "-pw",
    "_pass",
    "-pass",
    ".pass",
    "pass=",
    "pass =",
    "pass:",
    "pass :",
    "pass>",
    "pass encoding=",
    'pass"',
    "pass'",
    "pass[",
    "psk=",
    "dbpass",
    "userpass",
    "storepass",
    "keypass",
    "bindpw",
    "rootpw",
    "passcode",
    "kennwort",
    "contrasena",
    "mot_de_passe",
    "motdepasse",
    "wachtwoord",
    "senha",
    "mot de passe",
    "contraseña",
    "Contraseña",
    "clave:",
    "hasło",
    "Hasło",
    "heslo",
    "lösenord",
    "Lösenord",
    "adgangskode",
    "salasana",
    "şifre",
    "пароль",
    "Пароль",
    "密码",
    "密碼",
    "口令",
    "パスワード",
    "비밀번호",
    "패스워드",
    "암호",
  ],
  secret: ["secret"],
  token: ["token", "jwt_", "bearer"],
  key: `api access auth private encryption encrypt signing signature master account app application service hmac session shared consumer subscription storage client server license
    cookie jwt crypto cipher aes webhook ingest integration routing deploy admin function functions primary secondary write rest`
    .split(/\s+/)
    .flatMap((word) => ["_", "-", ".", ""].map((separator) => `${word}${separator}key`))
    .concat("api key", "secret key", "access key", "license key", "encryption key"),
  credential: ["credential", "creds", "basic_auth", "basicauth", "http_auth", "_auth=", '_auth"', "auth_string"],
};

/** Words behind or within a name that make it the name of something else: a setting about secrets, a label, a place. */
const others = new Set(
  `type name names field fields label labels url uri urls endpoint path paths file files filename dir directory folder length len size count min max minimum maximum expires expire expired expiry expiration exp ttl timeout lifetime
  duration age interval format policy regex regexp pattern validation valid validate validator rule rules strength hint placeholder prompt title text message msg error errors description desc help input form page view component class style css
  selector button btn icon column reset changed confirm confirmation required require requires enabled enable disabled disable allowed allow present exists provider providers service services manager handler factory generator parser parse kind scope scopes
  header headers prefix suffix param params parameter parameters var variable env ref reference mode method source status state version index idx pos position limit rate budget usage used algorithm alg encoding charset encryption management arn
  namespace mount location locations issuer audience response request info details data map list array set has is can should show visible hide hidden toggle change update forgot recovery rotate rotation rotated created updated at date time timestamp
  engine store backend plugin grant flow tokenizer tokenize tokenization tokens tokenlist span stream buffer node range match cookie_name attribute attr attrs property prop props kid url_path check checker checks test tests case spec mock lookup`.split(
    /\s+/,
  ),
);
export const isOther = (word: string): boolean => others.has(word);

/** Words before a name's class that make it harmless. */
const harmless =
  /(?:^|[^a-z])(?:public|public_?key|pub|publishable|site|recaptcha|instrumentation|forward|backward|next_forward|next_backward|client_request|csrf|xsrf|csrfmiddleware|next|page|paging|prev|previous|cancel|cancellation|continuation|resume|cursor|sync|syntax|lexer|design|foreign|partition|cache|sort|idempotency|translation|i18n|shortcut|object|row|lookup|search|unique|index|composite|antiforgery|requestverification|nonce|sas_?token_?name|pagination|skip|delta|change|no|without|missing|invalid|wrong|bad|is|has|use|with|max|min|num|total|prompt|completion|input|output|eos|bos|pad|unk|mask|cls|sep|image|audio|special|added|device_?push)$/;

export interface Name {
  text: string;
  class: NameClass;
  /** its word alone says little: any `…Key` */
  vague?: boolean;
}

/** Ends of names that may be anything, of which what looks random is a key to something: `IPSTACK_KEY`, `geocoderKey`. A letter, `_` or `-` stands before them. */
const vagueKeys = ["_key", "-key", "key=", "key:", "key =", 'key"', "key'"] as const;

/** Heads of names whose keys open nothing: they find things, name them, or are pressed. */
const keysToData =
  /(?:^|_)(?:row|hash|file|asset|chunk|query|group|route|routing|state|entity|item|node|event|map|dict|locale|label|hot|arrow|modifier|meta|ctrl|alt|shift|escape|tab|enter|registry|reg|data|object|s3|blob|dedupe?|message|partition|range|shard|job|lock|redis|bucket|path|config|settings?|field|column|attribute|component|react|test|fixture|checksum|digest|etag|version|commit|build|artifact|image|layer|content|fingerprint|host|ssh|rsa|pgp|gpg|dsa|ed25519|verify|verification|verifying|verifier|maps?|tracking|analytics|measurement|store|storage|id|key|keys|value|main|default|parent|child|first|last|source|target|dest|input|output|record|document|doc|metric|dimension|property|parameter|param|option|feature|flag|theme|style|color|icon|menu|screen|page|section|cell|header|i18n|t|message|msg|string|text|name|type|kind|sub|root|log|trace|span|module|package|dependency|import|export|plugin|task|step|stage|session|user|account|member|tenant|org|team|project|issue|epic|jira|board|space|release|tag|branch)$/;

/** The class of a name; null where it names something about secrets rather than one. `text`: the name, `word`: what stands in it. */
export function nameOf(text: string, word: Word): Name | null {
  const known = word.known.get(text);
  if (known !== undefined) return known;
  b.work.steps += 2_000 + 40 * text.length;
  if (word.known.size >= mostKnown) word.known.clear();
  const name = readName(text, word);
  word.known.set(text, name);
  return name;
}

function readName(text: string, { class: found, stem, vague }: Word): Name | null {
  const low = text.toLowerCase();
  const at = low.lastIndexOf(stem.toLowerCase());
  const behind = text.slice(Math.max(0, at) + stem.length);
  // the word goes on: `tokenizer`, `passthrough`, `secretary`; but for a plural
  if (/^(?!s(?![a-z]))[a-z]/.test(behind) && /[a-z]$/i.test(stem)) return null;
  const tail = splitWords(behind);
  if (tail.some((word) => others.has(word))) return null;
  const head = splitWords(text.slice(0, Math.max(0, at))).join("_");
  // the id of a key opens nothing, but a secret's is the password of Vault's AppRole
  if (found !== "secret" && found !== "password" && tail.length > 0 && /^ids?$/.test(tail[tail.length - 1] ?? "")) return null;
  if (found !== "password" && harmless.test(head)) return null;
  if (vague) return head === "" || tail.length > 0 || keysToData.test(head) ? null : { text, class: found, vague };
  if (found === "token" && low.slice(Math.max(0, at)).startsWith("tokens") && tail.length === 1) return null;
  return { text, class: found };
}

/** The name that a text is as a whole, whatever word it is known by; null where it is none. */
export function nameIn(text: string): Name | null {
  const low = text.toLowerCase();
  if (bareNames.has(low)) return { text, class: "password" };
  for (const word of words) if (!word.vague && word.stem.length > 3 && low.includes(word.stem)) return nameOf(text, word);
  return null;
}

/** Names in tables that say so little elsewhere that something must stand behind them. */
const bareNames = new Set(["pass", "pw"]);

/** What stands behind a name in a keyword. */
const signs = /(?: encoding)?[\s="':>[]+$/;

/** A word that names are known by. Texts use the same few names again and again: what they are is remembered. */
export interface Word {
  /** as a keyword, with the sign */
  text: string;
  class: NameClass;
  /** without the sign behind it */
  stem: string;
  /** how many bytes the sign takes */
  signLength: number;
  vague: boolean;
  known: Map<string, Name | null>;
}
const mostKnown = 256;
const wordOf = (text: string, found: NameClass, vague: boolean): Word => {
  const stem = text.replace(signs, "");
  return { text, class: found, stem: vague ? stem.replace(/^[_-]/, "") : stem, signLength: text.length - stem.length, vague, known: new Map() };
};
/** All words that names are known by. */
export const words: readonly Word[] = [
  ...(Object.keys(nameWords) as NameClass[]).flatMap((name) => nameWords[name].map((text) => wordOf(text, name, false))),
  ...vagueKeys.map((text) => wordOf(text, "key", true)),
];

/** `dbPassword_old` → db, password, old. */
export function splitWords(name: string): string[] {
  const words: string[] = [];
  let start = -1;
  for (let i = 0; i <= name.length; i++) {
    const here = b.classes[name.charCodeAt(i)] ?? 0;
    const inWord = (here & b.alnum) !== 0;
    const ends = start >= 0 && (!inWord || ((here & b.upper) !== 0 && (b.classes[name.charCodeAt(i - 1)] ?? 0) & (b.lower | b.digit)));
    if (ends) words.push(name.slice(start, i).toLowerCase());
    if (!inWord) start = -1;
    else if (start < 0 || ends) start = i;
  }
  return words;
}
