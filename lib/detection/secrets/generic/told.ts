import type { Assigned } from "../engine/assignment";
import { valueAt } from "../engine/assignment";
import * as b from "../engine/bytes";

const space = 0x20;
/** – — →, in UTF-8 */
const signs = ["\xe2\x80\x93", "\xe2\x80\x94", "\xe2\x86\x92"];
/** How people say what a secret is, in some languages. */
const verbs = ["is now", "is", "was", "will be", "are", "to", "ist jetzt", "ist", "lautet", "est", "es", "is:", "=>", "->", "-->", "-", ...signs];

/** `*`, `_`, `~` */
const settingOff = new Set([0x2a, 0x5f, 0x7e]);

/** By the byte they begin with, in either case. */
const verbsBy: (string[] | undefined)[] = [];
for (const verb of verbs) {
  const first = verb.charAt(0);
  for (const byte of new Set([first.charCodeAt(0), first.toUpperCase().charCodeAt(0)])) verbsBy[byte] = [...(verbsBy[byte] ?? []), verb];
}
const verbSteps = 20;

/** "the new password for staging is …", "the password of the wifi: …": a value told in a sentence, behind the name and at most four words more. */
export function toldAt(bytes: Uint8Array, at: number, after: number): Assigned | null {
  if (b.is(bytes, after, b.word)) return null;
  let i = after;
  const alone = toldAlone(bytes, at, after);
  if (alone !== null) return alone;
  for (let words = 0; words < 5; words++) {
    i = b.runEnd(bytes, i, i + 3, b.space);
    const verb = verbAt(bytes, i);
    if (verb !== undefined) {
      const said = told(bytes, at, after, b.runEnd(bytes, i + verb.length, i + verb.length + 4, b.space));
      // "the password to the wifi is …"
      if (said !== null || verb !== "to") return said;
    }
    const end = bytes[i] === 0x28 ? behindBracket(bytes, i) : b.runEnd(bytes, i, i + 24, b.word | b.dash | b.dot);
    if (end > i && bytes[end] === 0x3a && b.is(bytes, end + 1, b.space | b.alnum)) return told(bytes, at, after, b.runEnd(bytes, end + 1, end + 2, b.space));
    if (end === i || !b.is(bytes, end, b.space)) return null;
    i = end;
  }
  return null;
}

function verbAt(bytes: Uint8Array, at: number): string | undefined {
  const those = verbsBy[bytes[at] ?? 0];
  if (those === undefined) return undefined;
  b.work.steps += verbSteps * those.length;
  for (const one of those) if (b.standsFolded(bytes, at, one) && b.is(bytes, at + one.length, b.space)) return one;
  return undefined;
}

/** Behind "(temporary)", "(see wiki)". */
function behindBracket(bytes: Uint8Array, at: number): number {
  const end = b.runEnd(bytes, at + 1, at + 40, b.word | b.dash | b.dot | b.space);
  return bytes[end] === 0x29 ? end + 1 : at;
}

/** "Password k7#pQ2xv" as a line's end: with letters, figures and signs it is no word. */
function toldAlone(bytes: Uint8Array, at: number, after: number): Assigned | null {
  const start = b.runEnd(bytes, after, after + 3, b.space);
  const end = b.runEnd(bytes, start, start + 80, b.visible);
  if (start === after || end - start < 8 || (end < bytes.length && !b.is(bytes, end, b.lineEnd))) return null;
  const value = valueAt(bytes, start, space);
  if (value === null || value.quote !== 0) return null;
  const text = b.textOf(bytes, start, value.end);
  const mixed = /[A-Za-z]/.test(text) && /\d/.test(text) && /[#$%^&*!?@+~]/.test(text.slice(0, -1));
  return mixed ? { nameStart: at, nameEnd: after, operator: space, ...value } : null;
}

function told(bytes: Uint8Array, at: number, after: number, start: number): Assigned | null {
  const value = valueAt(bytes, start, space);
  if (value === null) return null;
  // "*v*", "_v_": set off as chats do
  const sign = bytes[value.start];
  if (value.quote === 0 && sign !== undefined && settingOff.has(sign) && bytes[value.end - 1] === sign && value.end - value.start > 8)
    return { nameStart: at, nameEnd: after, operator: space, ...value, start: value.start + 1, end: value.end - 1 };
  // a sentence's end isn't the secret's
  const end =
    value.quote === 0 &&
    /[.,;!?)]/.test(String.fromCharCode(bytes[value.end - 1] as number)) &&
    (value.end === bytes.length || b.is(bytes, value.end, b.blank)) &&
    bytes[value.end - 1] !== 0x21
      ? value.end - 1
      : value.end;
  const plain = /^[A-Za-z]+$|^[\d.,%]+\w{0,3}$|&(?:quot|amp|lt|gt|#\d)/.test(b.textOf(bytes, value.start, end));
  return plain || end <= value.start ? null : { nameStart: at, nameEnd: after, operator: space, ...value, end };
}
