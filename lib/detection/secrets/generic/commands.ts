import { valueAt } from "../engine/assignment";
import * as b from "../engine/bytes";
import { fileKind } from "../engine/file-kind";
import { type Detector, type Look, report } from "../engine/look";
import { judgeValue } from "./value";

/** A command's line is looked at so far. */
const longest = 160;
const space = 0x20;

/** Reports the value that begins at `at` as a password, if it is one. */
function judgePassword(look: Look, at: number): void {
  const value = valueAt(look.bytes, at, space);
  if (value !== null) judgeBetween(look, value.start, value.end);
}

function judgeBetween(look: Look, start: number, end: number): void {
  const text = b.textOf(look.bytes, start, end);
  const judged = judgeValue(text, { text: "PASSWORD", class: "password" }, { quoted: true, operator: "=", file: fileKind(look.path), prose: look.prose });
  if (judged !== null) report(look, "generic_password", start, end, judged.confidence, { mark: judged.mark });
}

/** Reports what the expression's only group holds in the line behind a keyword (which it begins with), or in front of it (which it ends with). */
function inLine(look: Look, at: number, side: "behind" | "before", form: RegExp): void {
  const { bytes } = look;
  let [start, end] = [at, at];
  const furthest = side === "behind" ? Math.min(bytes.length, at + longest) : Math.max(0, at - longest);
  if (side === "behind") while (end < furthest && !b.is(bytes, end, b.lineEnd)) end++;
  else while (start > furthest && !b.is(bytes, start - 1, b.lineEnd)) start--;
  b.work.steps += 500 + 10 * (end - start);
  const [from, to] = form.exec(Buffer.from(bytes.subarray(start, end)).toString("latin1"))?.indices?.[1] ?? [0, 0];
  if (to > from) judgeBetween(look, start + from, start + to);
}

/** Behind a program's name, the value of its option `-p` or another letter: directly behind it, or behind a space where the program takes it so. */
function optionP(look: Look, after: number, separate: boolean, letter = "p"): void {
  const { bytes } = look;
  const end = Math.min(bytes.length - 3, after + longest);
  let i = after;
  while (i < end && bytes[i] !== 0x0a && !isOption(bytes, i, separate, letter.charCodeAt(0))) i++;
  b.work.steps += i - after;
  if (i < end && bytes[i] === space) judgePassword(look, bytes[i + 3] === space ? i + 4 : i + 3);
}

/** ` -p` (or another letter) with its value behind a space where that is its place, directly behind it otherwise; a quote may stand there in any case. */
function isOption(bytes: Uint8Array, at: number, separate: boolean, letter: number): boolean {
  if (bytes[at] !== space || bytes[at + 1] !== 0x2d || bytes[at + 2] !== letter) return false;
  return b.is(bytes, at + 3, b.quote) || (bytes[at + 3] === space) === separate;
}

/** The text of a call that follows `before` others, texts or names of variables: (address,) user, password. */
function textBehind(look: Look, after: number, before: number): void {
  const { bytes } = look;
  let i = after;
  for (let n = 0; n < before; n++) {
    i = b.runEnd(bytes, i, i + 40, b.blank);
    const value = b.is(bytes, i, b.quote) ? valueAt(bytes, i, 0x28) : null;
    const end = value === null ? b.runEnd(bytes, i, i + 40, b.word | b.dot) : value.end + 1;
    if (end === i) return;
    i = b.runEnd(bytes, end, end + 8, b.space);
    if (bytes[i] !== 0x2c) return;
    i++;
  }
  i = b.runEnd(bytes, i, i + 40, b.blank);
  if (bytes[i] === 0x62 && b.is(bytes, i + 1, b.quote)) i++;
  if (b.is(bytes, i, b.quote)) judgePassword(look, i);
}

const folded = (text: string) => ({ text, exact: false });
const exactly = (text: string) => ({ text, exact: true });

/** `echo v | sudo -S`, `echo user:v | chpasswd`: what is written to a program that reads a password. */
const piped = /(?:echo|printf)\s+(?:-\w+\s+)?["']?([^\s"':|$`]{4,60})["']?\s*\|\s*(?:sudo\s+)?$/d;
const pipedPair = /(?:echo|printf)\s+(?:-\w+\s+)?["']?[\w.-]+:([^\s"'|$`]{4,60})["']?\s*\|\s*(?:sudo\s+)?$/d;

/** What stands behind a program's name, and where in its line the password does. */
const lines: readonly [readonly string[], RegExp][] = [
  [["sqlplus ", "expdp ", "impdp ", "sqlldr ", "jdbc:oracle:thin:"], /^(?:-\S+ +)*["']?[\w.$#]+\/["']?([^@\s"'/\\]{3,60})["']?@/d],
  [["smbclient ", "rpcclient ", "winexe ", "smbget "], /(?:^| )(?:-U|--user)[ =]?["']?[^%\s"']{1,60}%([^\s"']+)/d],
  [["lftp "], /(?:^| )-u *["']?[^,\s"']{1,60},([^\s"']+)/d],
  [["xfreerdp ", "wfreerdp "], /(?:^| )\/p:["']?([^\s"']+)/d],
  [["schtasks "], / \/rp +["']?([^\s"']+)/di],
  [["net user ", "net.exe user "], /^[\w.-]+ +([^\s/][^\s]{5,60})(?= .*\/add)/di],
  [["htpasswd "], /^-\w*b\w* +[^\s]+ +[\w.@-]+ +["']?([^\s"']{4,60})/d],
  [["snmp-server community "], /^([^\s]{6,60}) +(?:RO|RW|view)/di],
  [["password 0 ", "secret 0 "], /^([^\s]{6,60})\s*$/d],
  [["CURLOPT_USERPWD", "btoa(", "b64encode("], /^["']?(?:, *| *=> *|\] *= *)?b?["'][^"':]{1,60}:([^"':]{4,60})["']/d],
  [["basic_auth "], /^["'][^"']{1,60}["'], *["']([^"']{4,60})["']/d],
];

/** Passwords that no name stands before: their place on a command line, or in a call, says what they are. */
export const commands: readonly Detector[] = [
  {
    kinds: [],
    keywords: ["mysql -", "mysqldump ", "mysqladmin ", "mysqlimport ", "mariadb -", "mariadb-dump ", "sshpass ", "7z a ", "7z x "].map(exactly),
    detect: (look, _at, after) => optionP(look, after - 1, false),
  },
  {
    kinds: [],
    keywords: ["sshpass ", "docker login ", "podman login ", "az login ", "helm registry login "].map(exactly),
    detect: (look, _at, after) => optionP(look, after - 1, true),
  },
  {
    kinds: [],
    keywords: [folded("convertto-securestring ")],
    detect(look, at, after) {
      inLine(look, at, "before", /["']([^"']{4,60})["'] *\| *$/d);
      const { bytes } = look;
      const start = b.standsFolded(bytes, after, "-string ") ? after + 8 : after;
      if (b.is(bytes, start, b.quote)) judgePassword(look, start);
    },
  },
  {
    kinds: [],
    keywords: [
      exactly("getConnection("),
      exactly("mysqli_connect("),
      exactly("mysql_connect("),
      exactly("new mysqli("),
      exactly("new PDO("),
      exactly("MySQLdb.connect("),
      exactly("pymysql.connect("),
      exactly("DBI->connect("),
      exactly(" FTP("),
    ],
    detect: (look, _at, after) => textBehind(look, after, 2),
  },
  { kinds: [], keywords: [exactly("mysql_real_connect(")], detect: (look, _at, after) => textBehind(look, after, 3) },
  { kinds: [], keywords: [exactly("SecretKeySpec(")], detect: (look, _at, after) => textBehind(look, after, 0) },
  { kinds: [], keywords: [exactly("| chpasswd")], detect: (look, at) => inLine(look, at + 2, "before", pipedPair) },
  { kinds: [], keywords: [exactly("sudo -S "), exactly("passwd --stdin")], detect: (look, at) => inLine(look, at, "before", piped) },
  { kinds: [], keywords: [exactly("zip -P "), exactly("vault login ")], detect: (look, _at, after) => judgePassword(look, after) },
  ...lines.map(
    ([programs, form]): Detector => ({ kinds: [], keywords: programs.map(exactly), detect: (look, _at, after) => inLine(look, after, "behind", form) }),
  ),
  {
    kinds: [],
    keywords: [folded("directoryentry(")],
    detect: (look, _at, after) => textBehind(look, after, 2),
  },
  {
    kinds: [],
    keywords: [
      folded("networkcredential("),
      exactly(".login("),
      exactly("PasswordCredentials("),
      exactly("PasswordAuthentication("),
      exactly("PasswordAuthenticationToken("),
      exactly("BasicAuth("),
      exactly("basicAuth("),
      exactly("basic_auth("),
      exactly("BasicCredentials("),
      exactly("BasicAWSCredentials("),
      folded("withcredentials("),
      exactly("WiFi.begin("),
      exactly("jwt.sign("),
      exactly("jwt.verify("),
      exactly("jwt.encode("),
      exactly("jwt.decode("),
      exactly("createHmac("),
      folded("keystore.load("),
      exactly("auth=("),
      exactly("auth = ("),
    ],
    detect: (look, _at, after) => textBehind(look, after, 1),
  },
  ...Object.entries({
    p: ["psexec ", "psexec.exe ", "psexec64.exe ", "mongo ", "mongosh ", "mongodump ", "mongorestore ", "rdesktop ", "twine upload ", "snowsql "],
    P: ["sqlcmd ", "osql ", "bcp "],
    k: ["nuget push ", "openssl enc "],
    a: ["redis-cli "],
    w: ["ldapsearch ", "ldapadd ", "ldapmodify ", "ldapwhoami "],
  }).map(
    ([letter, programs]): Detector => ({
      kinds: [],
      keywords: programs.map(folded),
      detect: (look, _at, after) => optionP(look, after - 1, true, letter),
    }),
  ),
];
