import type { Hit } from "../detection/secrets/hit";
import type { About, Scanner } from "../detection/secrets/scanner";
import type { UnreadableReason } from "../domain/exposures";
import { type Eyes, openEyes } from "./eyes";
import { aroundBytes, hidden, neighbours, redactedContext } from "./redacted-context";
import { everyDetector, type ScanRules } from "./rules/scan-rules";
import { bare, type Placed, type Sighting, shown, sightingOf, sightingsOfTold } from "./sightings";
import type { Audience, AudienceRefusal, Piece, Settled, Sourced, Unreadable } from "./sources/piece";
import { Lines } from "./sources/segments";
import { Tail } from "./tail";

/** What was looked at so far. */
export interface Looked {
  texts: number;
  bytes: number;
  commits: number;
  sightings: number;
  unreadable: Partial<Record<UnreadableReason, number>>;
}
export const nothingLooked = (): Looked => ({ texts: 0, bytes: 0, commits: 0, sightings: 0, unreadable: {} });

/**
 * Looks through all that a source yields. `identify` gets each plaintext and returns what may be kept of it; nothing else ever sees it. `looked` is
 * counted up in passing, for whoever reports progress. `rules`: those of one's own, and which kinds are not looked for.
 */
export async function* lookThrough<I>(
  source: AsyncIterable<Sourced>,
  identify: (secret: string) => I,
  looked: Looked,
  rules: ScanRules = everyDetector,
): AsyncGenerator<{ sighting: Sighting<I> } | { unreadable: Unreadable } | { audience: Audience } | { refusal: AudienceRefusal } | { settled: Settled }> {
  const eyes = openEyes(rules);
  for await (const one of source) {
    if ("commits" in one) looked.commits += one.commits;
    else if ("audience" in one || "settled" in one) yield one;
    else if ("refusal" in one) yield { refusal: withBareDetail(eyes, one.refusal) };
    else if ("unreadable" in one) {
      const { reason, path } = one.unreadable;
      looked.unreadable[reason] = (looked.unreadable[reason] ?? 0) + 1;
      yield { unreadable: { ...withBareDetail(eyes, one.unreadable), path: bare(eyes, path) } };
    } else if ("told" in one) {
      for (const sighting of sightingsOfTold(eyes, one.told, identify)) {
        looked.sightings++;
        yield { sighting: shown(eyes, sighting) };
      }
    } else {
      looked.texts++;
      eyes.skipped.places = 0;
      for await (const found of inPiece(eyes, one.piece, looked)) yield { sighting: shown(eyes, sightingOf(eyes, one.piece, found, identify)) };
      yield* notLookedAt(eyes, one.piece, looked);
    }
  }
}

/** What a source answered may hold a secret too. */
const withBareDetail = <D extends string | null | undefined, T extends { detail?: D }>(eyes: Eyes, one: T): T => ({
  ...one,
  detail: one.detail && bare(eyes, one.detail),
});

/** What is wanted of what stands in a piece. */
async function* inPiece({ scanner, isWanted, skipped }: Eyes, piece: Piece, looked: Looked): AsyncGenerator<Placed> {
  for await (const found of piece.content instanceof Uint8Array
    ? inWhole(scanner, piece, piece.content, looked)
    : inStream(scanner, piece, piece.content, looked)) {
    if (!isWanted(found.hit, piece.channel)) continue;
    looked.sightings++;
    // what was not looked at may stand beside it
    yield skipped.places > 0 ? { ...found, context: hidden } : found;
  }
}

/** Says what of a text was not looked at: by which rules of one's own, which had used up their time, and where it is too dense. Forgets it. */
function* notLookedAt({ exhausted, skipped }: Eyes, piece: Piece, looked: Looked): Generator<{ unreadable: Unreadable }> {
  const told: [UnreadableReason, string][] = [...exhausted].map((rule) => ["rule_time", rule]);
  if (skipped.places > 0) told.push(["too_dense", `${skipped.places} places`]);
  for (const [reason, detail] of told) {
    looked.unreadable[reason] = (looked.unreadable[reason] ?? 0) + 1;
    yield { unreadable: { path: piece.pathAt(0) ?? "", reason, detail } };
  }
  exhausted.clear();
  skipped.places = 0;
}

function* inWhole(scanner: Scanner, piece: Piece, bytes: Uint8Array, looked: Looked): Generator<Placed> {
  looked.bytes += bytes.length;
  const hits = scanner.scan(bytes, aboutOf(piece));
  const lines = new Lines(bytes);
  for (const [n, hit] of hits.entries())
    yield { hit, spot: { offset: hit.start, line: lines.at(hit.start) }, context: redactedContext(bytes, hit, neighbours(hits, n)) };
}

/** So many hits are remembered for the surroundings of the next. */
const kept = 64;

async function* inStream(scanner: Scanner, piece: Piece, content: AsyncIterable<Uint8Array>, looked: Looked): AsyncGenerator<Placed> {
  const stream = scanner.stream(aboutOf(piece));
  const tail = new Tail();
  // hits come in order, and those before may reach into what stands around the next
  let before: Hit[] = [];
  const placed = (hits: readonly Hit[]): Placed[] => {
    const all = [...before, ...hits];
    const waiting = stream.waiting();
    const firstWaiting = Math.min(...waiting.slice(0, 1).map(({ start }) => start), Number.POSITIVE_INFINITY);
    const first = before.length;
    before = all.slice(-kept);
    return hits.map((hit, n) => {
      // a copy of it that begins there is seen to its end
      const margin = aroundBytes + hit.end - hit.start;
      const { bytes, base } = tail.around(hit.start - margin, hit.end + margin);
      return {
        hit,
        spot: tail.spot(hit.start),
        context: redactedContext(bytes, hit, [...neighbours(all, first + n), ...(hit.end + aroundBytes > firstWaiting ? waiting : [])], base),
      };
    });
  };
  for await (const chunk of content) {
    looked.bytes += chunk.length;
    tail.push(chunk);
    yield* placed(stream.push(chunk));
  }
  yield* placed(stream.end());
}

function aboutOf(piece: Piece): About {
  const path = piece.pathAt(0);
  return { prose: piece.prose, ...(path === null ? {} : { path }) };
}
