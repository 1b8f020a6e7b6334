import { assignedAt } from "./assignment";
import * as b from "./bytes";
import { base64Alignments, decodeBase64, decodeEscapes } from "./decode";
import { Filter, type Hearer, type Pattern } from "./filter";
import { type Detector, type Found, type Look, noTable } from "./look";

/** What a pattern leads to: detectors, or the decoding of the base64 text in which it is a keyword. */
interface Target extends Pattern {
  detectors: Detector[];
  /** those that are asked only where something is assigned */
  ofAssigned: Detector[];
  /** for a keyword in base64: how many of its characters stand before the first whole group of four */
  skip: number | null;
  /** whether what stands around it goes on encoded */
  encodes: (bytes: Uint8Array, after: number) => boolean;
}

const base64Window = { before: 512, after: 16_384 };
/** From here on before its end a decoded window is decoded anew for what begins there. */
const margin = 6_000;
const escapeWindow = 400;
/** What it costs besides the bytes looked at: a detector that is asked, a stretch decoded and scanned in turn. */
const detectorSteps = 120;
const decodedSteps = 2_000;

/** Detectors behind the filter over all their keywords. */
export class Machine {
  private readonly targets: Target[];
  private readonly filter: Filter;

  constructor(detectors: readonly Detector[]) {
    const byPattern = new Map<string, Target>();
    const target = (pattern: Pattern, skip: number | null, encodes = isEscaped): Target => {
      const { text, exact, edge, preceding, following } = pattern;
      const key = `${exact ? text : text.toLowerCase()} ${exact} ${skip} ${preceding} ${following} ${edge}`;
      const known = byPattern.get(key);
      if (known !== undefined) return known;
      const made: Target = { ...pattern, skip, encodes, detectors: [], ofAssigned: [] };
      byPattern.set(key, made);
      return made;
    };
    const add = (detector: Detector, to: Target) => (detector.ofAssigned === true ? to.ofAssigned : to.detectors).push(detector);
    for (const detector of detectors) {
      for (const keyword of detector.keywords) {
        const { text, exact, edge, next, encoded, encodes } = keyword;
        if (encoded !== "only") add(detector, target({ text, exact, edge, following: next === undefined ? undefined : bytesOf(next) }, null, encodes));
        if (encoded) for (const { skip, ...aligned } of base64Alignments(text)) target({ ...aligned, exact: true }, skip);
      }
    }
    this.targets = [...byPattern.values()];
    this.filter = new Filter(this.targets);
  }

  /** The texts looked for, for a prefilter outside. */
  get patterns(): readonly Pattern[] {
    return this.targets;
  }

  /** Runs the detectors whose keywords begin within `[from, to)` of the bytes looked at. */
  run(look: Look, from: number, to: number): void {
    this.filter.each(look.bytes, from, to, new Telling(this, look));
  }

  /** Asks the detectors of a pattern that stands there. */
  tell(look: Look, pattern: number, at: number, after: number): void {
    const { allowance } = look.memo;
    if (!allowance.allows(look.base + at)) return;
    const target = this.targets[pattern] as Target;
    const before = look.found.length;
    b.work.keywords++;
    b.work.steps += (target.detectors.length + target.ofAssigned.length) * detectorSteps;
    if (target.skip !== null) this.inBase64(look, at, target.skip);
    else this.plain(look, target, at, after);
    for (let n = before; n < look.found.length; n++) {
      const { start, end } = look.found[n] as Found;
      allowance.spare(look.bytes.subarray(start, end));
    }
  }

  private plain(look: Look, target: Target, at: number, after: number): void {
    const count = look.found.length + look.memo.within;
    for (const detector of target.detectors) detector.detect(look, at, after);
    if (target.ofAssigned.length > 0 && assignedAt(look.bytes, at, after) !== null) for (const detector of target.ofAssigned) detector.detect(look, at, after);
    if (look.found.length + look.memo.within === count && target.encodes(look.bytes, after)) this.escaped(look, at);
  }

  /** What was found nowhere in plain may be there once `%3D` or `\u003d` are undone. */
  private escaped(look: Look, at: number): void {
    if (look.base + at < look.memo.escapedTo) return;
    const { bytes } = look;
    const end = b.runEnd(bytes, at, at + escapeWindow, b.visible);
    const kind = encodingWithin(bytes, at, end);
    if (kind === null) return;
    const start = b.runStart(bytes, at, at - 64, b.visible);
    const decoded = decodeEscapes(bytes, start, end, kind);
    if (decoded === null) return;
    look.memo.escapedTo = look.base + at + Math.floor(((end - at) * 3) / 4);
    this.within(look, decoded.bytes, (found) => {
      const [from, to] = decoded.origin(found.start, found.end);
      if (to - from === found.end - found.start) return { ...found, start: from, end: to };
      return { ...found, start: from, end: to, encoding: kind, secret: found.secret ?? b.textOf(decoded.bytes, found.start, found.end) };
    });
  }

  private inBase64(look: Look, at: number, skip: number): void {
    const group = at + ((4 - skip) % 4);
    const phase = ((look.base + group) % 4) as 0 | 1 | 2 | 3;
    const done = look.memo.decodedTo;
    if (look.base + at < (done[phase] ?? -1)) return;
    const decoded = decodeBase64(look.bytes, group, base64Window.before, base64Window.after);
    const reached = decoded.origin(decoded.bytes.length, decoded.bytes.length)[1];
    done[phase] = look.base + (reached - group >= base64Window.after - 4 ? reached - margin : reached);
    this.within(look, decoded.bytes, (found) => {
      const [start, end] = decoded.origin(found.start, found.end);
      return { ...found, start, end, encoding: "base64", secret: found.secret ?? b.textOf(decoded.bytes, found.start, found.end) };
    });
  }

  /** Scans decoded bytes, where nothing is decoded again, and takes over what is found there. */
  private within(look: Look, bytes: Uint8Array, place: (found: Found) => Found): void {
    // what has been judged and what a rule has used up is one for both
    look.memo.judged ??= new Map();
    look.memo.left ??= new Map();
    const inner: Look = {
      ...look,
      bytes,
      base: 0,
      found: [],
      memo: { ...look.memo, assigned: -1, decodedTo: [Infinity, Infinity, Infinity, Infinity], escapedTo: Infinity, table: noTable, insertedTo: -1 },
    };
    b.work.steps += decodedSteps + 4 * bytes.length;
    this.run(inner, 0, bytes.length);
    for (const found of inner.found) look.found.push(place(found));
  }
}

/** Of one look: a class, since two closures for each small text took as long as looking through it. */
class Telling implements Hearer {
  constructor(
    private readonly machine: Machine,
    private readonly look: Look,
  ) {}
  looks(at: number, places: number): boolean {
    return this.look.memo.allowance.allows(this.look.base + at, places);
  }
  found(pattern: number, at: number, after: number): void {
    this.machine.tell(this.look, pattern, at, after);
  }
}

const bytesOf = (mask: number): number[] => Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => ((b.classes[byte] as number) & mask) !== 0);

/** Whether what a keyword names goes on with an escape: `password%3D`, `password\u0022`. */
function isEscaped(bytes: Uint8Array, after: number): boolean {
  const end = b.runEnd(bytes, after, after + 64, b.base64url | b.dot);
  return bytes[end] === 0x25 || (bytes[end] === 0x5c && (bytes[end + 1] === 0x75 || bytes[end + 1] === 0x2f));
}

/** What is encoded within `[from, to)`: `%3D`, or `\u003d` and `\/`. */
function encodingWithin(bytes: Uint8Array, from: number, to: number): "url" | "json" | null {
  b.work.steps += to - from;
  for (let i = from; i < to - 2; i++) {
    if (bytes[i] === 0x25 && b.is(bytes, i + 1, b.digit) && b.is(bytes, i + 2, b.upperHex | b.lowerHex)) return "url";
    if (bytes[i] === 0x5c && (bytes[i + 1] === 0x75 || bytes[i + 1] === 0x2f)) return "json";
  }
  return null;
}
