import type { Hit, Stretch } from "../detection/secrets/hit";

/** Characters shown before and after a secret. */
export const around = 40;
/** What stands where something is not shown. */
export const hidden = "•••";

/** UTF-8 takes up to four bytes a character. */
export const aroundBytes = around * 4;
/** A secret that is shorter than this is not looked for a second time: it stands in words. */
const shortestCopy = 4;
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
  const sought = new Set<string>();
  const blots: Stretch[] = [];
  for (const one of [hit, ...others] as readonly Blot[]) {
    const { start, end } = one.covers ?? one;
    if (end - base > from && start - base < to) blots.push({ start: start - base, end: end - base });
    // who stands further off is not looked for a second time: of a text full of secrets each would be looked for beside each
    if (one.end - base > from && one.start - base < to) blots.push(...copiesOf(text, one, base, from, to, sought));
  }
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
  const near: Hit[] = [];
  for (let at = n - 1; at >= 0 && n - at <= mostNeighbours; at--) {
    const one = hits[at] as Hit;
    if (one.start < start - mostBytes) break;
    if ((one.covers ?? one).end > start - aroundBytes) near.push(one);
  }
  for (let at = n + 1; at < hits.length && at - n <= mostNeighbours; at++) {
    const one = hits[at] as Hit;
    if ((one.covers ?? one).start > end + aroundBytes && one.start > end + mostBytes) break;
    if ((one.covers ?? one).start < end + aroundBytes) near.push(one);
  }
  return near;
}

/** Where a secret stands again, as it stood there or decoded, in a stretch or reaching into it. What was `sought` there already is not again. */
function copiesOf(text: Buffer, hit: Blot, base: number, from: number, to: number, sought = new Set<string>()): Stretch[] {
  const found: Stretch[] = [];
  if (hit.secret === undefined) return found;
  const asItStood = hit.start >= base && hit.end - base <= text.length ? text.subarray(hit.start - base, hit.end - base) : Buffer.alloc(0);
  for (const whole of [asItStood, Buffer.from(hit.secret)]) {
    const needle = whole.subarray(0, longestCopy);
    const name = needle.toString("latin1");
    if (whole.length < shortestCopy || sought.has(name)) continue;
    sought.add(name);
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
