import * as b from "../engine/bytes";
import { type Detector, type Look, report } from "../engine/look";
import { judgeValue } from "../generic/value";

/** A manifest is looked through this far behind and before its kind. */
const window = { before: 1_000, after: 4_096 };
const stepsOfByte = 8;

/** `key: dmFsdWU=`, or the value on the line below; `"key": "dmFsdWU="`. */
const entry = /["']?([\w.-]{1,80})["']?:[ \t]*(?:[|>][+-]?[ \t]*\r?\n[ \t]+)?["']?([A-Za-z0-9+/]{8,3000}={0,2})["']?,?[ \t]*(?=[\r\n}]|$|"|,)/g;
/** What a manifest keeps beside its secrets. */
const open =
  /(?:^|[._-])(?:user|username|login|email|host|hostname|port|url|uri|endpoint|database|dbname|name|namespace|region|bucket|crt|cert|certificate|ca|pub)$/i;

/** The values of a manifest's `data`, which are base64 of the secrets whatever their names. */
function detectData(look: Look, at: number, after: number): void {
  const { bytes } = look;
  if (b.is(bytes, after, b.word)) return;
  const behind = fieldBehind(bytes, after);
  const found = behind >= 0 ? behind : fieldBefore(bytes, at);
  const quotedField = found >= 0 ? -1 : b.indexFolded(bytes, after, after + window.after, '"data"');
  const start = found >= 0 ? found + "data:".length : quotedField >= 0 ? quotedField + '"data"'.length + 1 : -1;
  if (start < 0) return;
  const limit = start < at ? at : Math.min(bytes.length, start + window.after);
  const separator = b.indexFolded(bytes, start, limit, "\n---");
  const text = b.textOf(bytes, start, separator < 0 ? limit : separator);
  if (text.length !== (separator < 0 ? limit : separator) - start) return;
  b.work.steps += stepsOfByte * text.length;
  for (const match of text.matchAll(entry)) {
    const [whole, name = "", value = ""] = match;
    if (!open.test(name)) judgeEntry(look, start + match.index + whole.indexOf(value, name.length), name, value);
  }
}

/** `data:` on its own, not the end of `stringData:`. */
const isField = (bytes: Uint8Array, at: number): boolean =>
  at >= 0 && b.is(bytes, at - 1, b.blank) && b.is(bytes, b.runEnd(bytes, at + 5, at + 40, b.space), b.lineEnd);

/** The document's first that is no other field's end: `metadata:` mostly stands between. */
function fieldBehind(bytes: Uint8Array, after: number): number {
  const end = after + window.after;
  let at = b.indexFolded(bytes, after, end, "data:");
  while (at >= 0 && !isField(bytes, at)) at = b.indexFolded(bytes, at + 1, end, "data:");
  return at >= 0 && b.indexFolded(bytes, after, at, "\n---") < 0 ? at : -1;
}

function fieldBefore(bytes: Uint8Array, at: number): number {
  const field = b.indexFolded(bytes, at - window.before, at, "\ndata:");
  const nested = field >= 0 ? field : b.indexFolded(bytes, at - window.before, at, " data:");
  if (nested < 0 && b.standsFolded(bytes, 0, "data:")) return 0;
  return nested >= 0 && isField(bytes, nested + 1) ? nested + 1 : -1;
}

function judgeEntry(look: Look, start: number, name: string, value: string): void {
  const secret = Buffer.from(value, "base64").toString("utf8").trimEnd();
  const settings = name.startsWith(".dockerc");
  if (!/^[\x20-\x7e\s]{6,}$/.test(secret) || (!settings && /\s/.test(secret))) return;
  const judged = settings
    ? { mark: null }
    : judgeValue(secret, { text: name, class: "password" }, { quoted: true, operator: "=", file: "config", prose: false });
  if (judged !== null) report(look, "kubernetes_secret", start, start + value.length, "shaped", { mark: judged.mark, encoding: "base64", secret, prefix: 3 });
}

export const kubernetes: readonly Detector[] = [
  {
    kinds: [
      {
        id: "kubernetes_secret",
        title: "Value of a Kubernetes Secret",
        family: "Configuration files",
        tier: "structured",
        tokenClass: null,
        rotate: "Make a new value where this one is checked, apply it to the cluster from a vault or sealed, and end the old one.",
      },
    ],
    keywords: ["kind: secret", 'kind: "secret"', "kind: 'secret'", '"kind": "secret"', '"kind":"secret"'].map((text) => ({ text, exact: false })),
    detect: detectData,
  },
];
