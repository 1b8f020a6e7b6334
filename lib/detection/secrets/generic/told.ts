import type { Assigned } from "../engine/assignment";
import { valueAt } from "../engine/assignment";
import * as b from "../engine/bytes";

const space = 0x20;
/** How people say what a secret is, in some languages. */
const verbs = ["is now", "is", "was", "will be", "are", "to", "ist jetzt", "ist", "lautet", "est", "es", "is:", "=>", "->"];

const beginnings = b.setOf(verbs.flatMap(([first = ""]) => [first, first.toUpperCase()]).join(""));

/** "the new password for staging is …", "the password of the wifi: …": a value told in a sentence, behind the name and at most four words more. */
export function toldAt(bytes: Uint8Array, at: number, after: number): Assigned | null {
  if (b.is(bytes, after, b.word)) return null;
  let i = after;
  for (let words = 0; words < 5; words++) {
    i = b.runEnd(bytes, i, i + 3, b.space);
    const verb = beginnings[bytes[i] ?? 0] === 0 ? undefined : verbs.find((one) => b.standsFolded(bytes, i, one) && b.is(bytes, i + one.length, b.space));
    if (verb !== undefined) return told(bytes, at, after, b.runEnd(bytes, i + verb.length, i + verb.length + 4, b.space));
    const end = b.runEnd(bytes, i, i + 24, b.word | b.dash | b.dot);
    if (end > i && bytes[end] === 0x3a && b.is(bytes, end + 1, b.space)) return told(bytes, at, after, end + 2);
    if (end === i || !b.is(bytes, end, b.space)) return null;
    i = end;
  }
  return null;
}

function told(bytes: Uint8Array, at: number, after: number, start: number): Assigned | null {
  const value = valueAt(bytes, start, space);
  if (value === null) return null;
  // a sentence's end isn't the secret's
  const end =
    value.quote === 0 &&
    /[.,;!?)]/.test(String.fromCharCode(bytes[value.end - 1] as number)) &&
    b.is(bytes, value.end, b.blank) &&
    bytes[value.end - 1] !== 0x21
      ? value.end - 1
      : value.end;
  const plain = /^[A-Za-z]+$|^[\d.,%]+\w{0,3}$/.test(b.textOf(bytes, value.start, end));
  return plain || end <= value.start ? null : { nameStart: at, nameEnd: after, operator: space, ...value, end };
}
