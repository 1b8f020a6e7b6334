import { valueAt } from "../engine/assignment";
import * as b from "../engine/bytes";
import { type Detector, type Look, report } from "../engine/look";
import { judgeValue } from "./value";

/** A command's line is looked at so far. */
const longest = 160;
const space = 0x20;

/** Reports the value that begins at `at` as a password, if it is one. */
function judgePassword(look: Look, at: number): void {
  const value = valueAt(look.bytes, at, space);
  if (value === null) return;
  const text = b.textOf(look.bytes, value.start, value.end);
  const judged = judgeValue(text, { text: "PASSWORD", class: "password" }, { quoted: true, operator: "=", file: look.file, prose: look.prose });
  if (judged !== null) report(look, "generic_password", value.start, value.end, judged.confidence, { mark: judged.mark });
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

/** The text of a call that follows `before` others: (address,) user, password. */
function textBehind(look: Look, after: number, before: number): void {
  const { bytes } = look;
  let i = after;
  for (let n = 0; n < before; n++) {
    i = b.runEnd(bytes, i, i + 40, b.blank);
    if (!b.is(bytes, i, b.quote)) return;
    const value = valueAt(bytes, i, 0x28);
    if (value === null) return;
    i = b.runEnd(bytes, value.end + 1, value.end + 9, b.space);
    if (bytes[i] !== 0x2c) return;
    i++;
  }
  i = b.runEnd(bytes, i, i + 40, b.blank);
  if (b.is(bytes, i, b.quote)) judgePassword(look, i);
}

const folded = (text: string) => ({ text, exact: false });
const exactly = (text: string) => ({ text, exact: true });

/** Passwords that no name stands before: their place on a command line, or in a call, says what they are. */
export const commands: readonly Detector[] = [
  {
    kinds: [],
    keywords: ["mysql -", "mysqldump ", "mysqladmin ", "mysqlimport ", "mariadb -", "mariadb-dump "].map(exactly),
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
    detect(look, _at, after) {
      const { bytes } = look;
      const start = b.standsFolded(bytes, after, "-string ") ? after + 8 : after;
      if (b.is(bytes, start, b.quote)) judgePassword(look, start);
    },
  },
  {
    kinds: [],
    keywords: [exactly("getConnection("), exactly("mysqli_connect("), exactly("new mysqli("), exactly("new PDO(")],
    detect: (look, _at, after) => textBehind(look, after, 2),
  },
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
      exactly("auth=("),
      exactly("auth = ("),
    ],
    detect: (look, _at, after) => textBehind(look, after, 1),
  },
  ...Object.entries({
    p: ["psexec ", "psexec.exe ", "psexec64.exe ", "mongo ", "mongosh ", "mongodump ", "mongorestore ", "rdesktop ", "twine upload "],
    P: ["sqlcmd ", "bcp "],
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
