import type { Hit } from "../detection/secrets/hit";

/** Characters shown before and after a secret. */
export const around = 40;
const hidden = "•••";

/**
 * What stands around a secret on its line, with every secret in it blotted out: the one itself and any other that reaches into the stretch. `hits` are
 * all hits of the same bytes, in order; `base` is the offset of the first byte in what the hits count from. What is no text is left out.
 */
export function redactedContext(bytes: Uint8Array, hit: Hit, hits: readonly Hit[], base = 0): string {
  // UTF-8 takes up to four bytes a character
  const from = Math.max(0, hit.start - base - around * 4);
  const to = Math.min(bytes.length, hit.end - base + around * 4);
  const before = shown(bytes, from, hit.start - base, hits, base)
    .split(/[\r\n]/)
    .at(-1) as string;
  const after = shown(bytes, hit.end - base, to, hits, base).split(/[\r\n]/)[0] as string;
  return `${[...before].slice(-around).join("").trimStart()}${hidden}${[...after].slice(0, around).join("").trimEnd()}`;
}

/** A text with every secret in it blotted out. */
export const redacted = (bytes: Uint8Array, hits: readonly Hit[]): string =>
  hits.length === 0 ? Buffer.from(bytes).toString("utf8") : shown(bytes, 0, bytes.length, hits, 0);

/** The text of a stretch in which hits are blotted out, those that begin or end outside too. */
function shown(bytes: Uint8Array, from: number, to: number, hits: readonly Hit[], base: number): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let out = "";
  let at = from;
  for (const hit of hits) {
    const [start, end] = [hit.start - base, hit.end - base];
    if (end <= at || start >= to) continue;
    if (start > at) out += text.toString("utf8", at, start);
    out += hidden;
    at = Math.max(at, end);
  }
  // half characters at the cut, and the zeros of UTF-16
  return (at < to ? out + text.toString("utf8", at, to) : out).replace(/^\ufffd+|\ufffd+$|\0/g, "");
}
