import type { Hit, Stretch } from "../detection/secrets/hit";

/** Characters shown before and after a secret. */
export const around = 40;
const hidden = "•••";

/** UTF-8 takes up to four bytes a character. */
export const aroundBytes = around * 4;
/** A secret that is shorter than this is not looked for a second time: it stands in words. */
const shortestCopy = 4;
/** Copies of so near neighbours are blotted out too. */
const copyBytes = 512;
/** Of a longer one, copies are told by their beginning. */
const longestCopy = 4096;

/** What is not shown beside a secret; of a hit with its text, none of its copies either. */
type Blot = Stretch & Partial<Pick<Hit, "covers" | "secret">>;

/**
 * What stands around a secret on its line, with every secret in it blotted out: the one itself, wherever it stands again, and any other that reaches into
 * the stretch (`others`, with what `base` is the offset of the first byte in what they count from). What is no text is left out.
 */
export function redactedContext(bytes: Uint8Array, hit: Hit, others: readonly Blot[], base = 0): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const from = Math.max(0, hit.start - base - aroundBytes);
  const to = Math.min(bytes.length, hit.end - base + aroundBytes);
  const blots = [hit, ...others].flatMap((one: Blot) => {
    const { start, end } = one.covers ?? one;
    // who stands further off is not looked for a second time: of a text full of secrets each would be looked for beside each
    const near = one.end > hit.start - copyBytes && one.start < hit.end + copyBytes;
    return [{ start: start - base, end: end - base }, ...(near ? copiesOf(text, one, base, from, to) : [])];
  });
  const before = shown(text, from, hit.start - base, blots)
    .split(/[\r\n]/)
    .at(-1) as string;
  const after = shown(text, hit.end - base, to, blots).split(/[\r\n]/)[0] as string;
  return `${[...before].slice(-around).join("").trimStart()}${hidden}${[...after].slice(0, around).join("").trimEnd()}`;
}

/** Whatever begins further away than this reaches no secret's surroundings, and so many come into question at most. */
const mostBytes = 8192;
const mostNeighbours = 64;

/** Of hits in order, those that may reach into what stands around the one at `n`. */
export function neighbours(hits: readonly Hit[], n: number): Hit[] {
  const { start, end } = hits[n] as Hit;
  const near = (one: Hit) => one.end > start - mostBytes && one.start < end + mostBytes;
  return hits.slice(Math.max(0, n - mostNeighbours), n + mostNeighbours).filter((one, at) => at !== Math.min(n, mostNeighbours) && near(one));
}

/** Where a secret stands again, as it stood there or decoded, in a stretch or reaching into it. */
function copiesOf(text: Buffer, hit: Blot, base: number, from: number, to: number): Stretch[] {
  const found: Stretch[] = [];
  if (hit.secret === undefined) return found;
  const asItStood = hit.start >= base && hit.end - base <= text.length ? text.subarray(hit.start - base, hit.end - base) : Buffer.alloc(0);
  for (const whole of [asItStood, Buffer.from(hit.secret)]) {
    if (whole.length < shortestCopy) continue;
    const needle = whole.subarray(0, longestCopy);
    const begin = Math.max(0, from - whole.length);
    const near = text.subarray(begin, to + needle.length);
    for (let at = near.indexOf(needle); at >= 0; at = near.indexOf(needle, at + 1)) found.push({ start: begin + at, end: begin + at + whole.length });
  }
  return found;
}

/** A text with every secret in it blotted out, each wherever it stands. */
export function redacted(bytes: Uint8Array, hits: readonly Hit[]): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (hits.length === 0) return text.toString("utf8");
  return shown(
    text,
    0,
    text.length,
    hits.flatMap((hit) => [hit.covers ?? hit, ...copiesOf(text, hit, 0, 0, text.length)]),
  );
}

/** The text of a stretch in which others are blotted out, those that begin or end outside too. */
function shown(text: Buffer, from: number, to: number, blots: readonly Stretch[]): string {
  let out = "";
  let at = from;
  for (const { start, end } of [...blots].sort((a, b) => a.start - b.start)) {
    if (end <= at || start >= to) continue;
    if (start > at) out += text.toString("utf8", at, start);
    out += hidden;
    at = Math.max(at, end);
  }
  // half characters at the cut, and the zeros of UTF-16
  return (at < to ? out + text.toString("utf8", at, to) : out).replace(/^\ufffd+|\ufffd+$|\0/g, "");
}
