import type { Hit } from "../detection/secrets/hit";

/** Characters shown before and after a secret. */
const around = 40;
const hidden = "•••";

/**
 * What stands around a secret on its line, with every secret in it blotted out: the one itself and any other that reaches into the stretch. `hits` are
 * all hits of the same bytes, in order. Whatever is not text is shown as U+FFFD.
 */
export function redactedContext(bytes: Uint8Array, hit: Hit, hits: readonly Hit[]): string {
  // UTF-8 takes up to four bytes a character
  const from = Math.max(0, hit.start - around * 4);
  const to = Math.min(bytes.length, hit.end + around * 4);
  const before = shown(bytes, from, hit.start, hits)
    .split(/[\r\n]/)
    .at(-1) as string;
  const after = shown(bytes, hit.end, to, hits).split(/[\r\n]/)[0] as string;
  return `${[...before].slice(-around).join("").trimStart()}${hidden}${[...after].slice(0, around).join("").trimEnd()}`;
}

/** The text of a stretch in which hits are blotted out, those that begin or end outside too. */
function shown(bytes: Uint8Array, from: number, to: number, hits: readonly Hit[]): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let out = "";
  let at = from;
  for (const { start, end } of hits) {
    if (end <= at || start >= to) continue;
    if (start > at) out += text.toString("utf8", at, start);
    out += hidden;
    at = Math.max(at, end);
  }
  return at < to ? out + text.toString("utf8", at, to) : out;
}
