import * as b from "./bytes";

/** A run of bytes of some classes, `min` to `max` long, or a fixed text. */
export type Segment = { text: string } | { mask: number; name: string; min: number; max: number };

/** The form of a secret: fixed texts and runs, in order. */
export interface Shape {
  segments: readonly Segment[];
  /** bytes of fixed text at the beginning */
  prefix: number;
  /** bytes of fixed text altogether */
  fixed: number;
  /** fixed texts behind the beginning: they say no more of a secret's randomness than the prefix */
  inner: readonly string[];
  /** the fixed text it is found by, and how far behind the beginning it stands at least and at most */
  anchor: { text: string; min: number; max: number; mask: number; next: number | undefined } | null;
  min: number;
  max: number;
}

/** Names of classes in a form's notation. */
export const masks: Record<string, number> = {
  digit: b.digit,
  lower: b.lower,
  upper: b.upper,
  hex: b.lowerHex,
  HEX: b.upperHex,
  anyhex: b.lowerHex | b.upperHex,
  lowernum: b.lower | b.digit,
  uppernum: b.upper | b.digit,
  alnum: b.alnum,
  word: b.word,
  url: b.base64url,
  padded: b.base64url | b.equals,
  pieces: b.base64url | b.dot | b.equals,
  escaped: b.alnum | b.percent,
  dotted: b.base64url | b.dot,
  base64: b.base64,
  base64pad: b.base64 | b.equals,
  base32: b.base32,
  equals: b.equals,
  host: b.alnum | b.dash | b.dot,
  django: b.lower | b.digit | b.djangoSigns,
  secretq: b.base64url | b.dot | b.tilde,
};

/** Shorter ones are signs between runs. */
const leastInner = 5;

/** Parses `xoxb-{digit:10-13}-{alnum:24}`: text, and runs of a class with a length or a range of lengths. */
export function shape(notation: string): Shape {
  const segments: Segment[] = [];
  for (const [piece, name, min, max] of notation.matchAll(/\{(\w+):(\d+)(?:-(\d+))?\}|[^{]+/g)) {
    if (name === undefined) segments.push({ text: piece });
    else {
      const mask = masks[name];
      if (mask === undefined) throw new Error(`${notation}: there is no class ${name}`);
      segments.push({ mask, name, min: Number(min), max: Number(max ?? min) });
    }
  }
  const lead = segments[0];
  return {
    segments,
    anchor: anchorOf(segments),
    fixed: segments.reduce((sum, one) => sum + ("text" in one ? one.text.length : 0), 0),
    inner: segments.slice(1).flatMap((one) => ("text" in one && one.text.length >= leastInner ? [one.text] : [])),
    prefix: lead !== undefined && "text" in lead ? lead.text.length : 0,
    min: segments.reduce((sum, one) => sum + ("text" in one ? one.text.length : one.min), 0),
    max: segments.reduce((sum, one) => sum + ("text" in one ? one.text.length : one.max), 0),
  };
}

/** The first fixed text of three bytes or more; in front of it stand at most one run of varying length and nothing of another class. */
function anchorOf(segments: readonly Segment[]): Shape["anchor"] {
  let [min, max, mask] = [0, 0, 0];
  for (const [at, segment] of segments.entries()) {
    if ("text" in segment) {
      const next = segments[at + 1];
      if (segment.text.length >= 3)
        return { text: segment.text, min, max, mask, next: next !== undefined && "mask" in next && next.min > 0 ? next.mask : undefined };
      min += segment.text.length;
      max += segment.text.length;
    } else {
      min += segment.min;
      max += segment.max;
      mask |= segment.mask;
    }
  }
  return null;
}

/** Where the form begins whose anchor stands at `at`; -1 where that can't be. */
export function startOf(form: Shape, bytes: Uint8Array, at: number): number {
  const { anchor } = form;
  if (anchor === null || anchor.max === 0) return at;
  return anchor.min === anchor.max ? at - anchor.min : b.runStart(bytes, at, at - anchor.max, anchor.mask);
}

/** The end of the form that begins at `at`, -1 where it doesn't stand there whole: a run may not go on behind its longest, nor a word behind the end. */
export function endOf(form: Shape, bytes: Uint8Array, at: number): number {
  let i = at;
  let lastMask = 0;
  for (const segment of form.segments) {
    if ("text" in segment) {
      if (!b.stands(bytes, i, segment.text)) return -1;
      i += segment.text.length;
      lastMask = 0;
      continue;
    }
    const end = b.runEnd(bytes, i, i + segment.max, segment.mask);
    if (end - i < segment.min) return -1;
    i = end;
    lastMask = segment.mask & ~(b.dot | b.dash | b.equals | b.slashPlus | b.tilde);
  }
  return b.is(bytes, i, b.word | lastMask) ? -1 : i;
}
