import { kinds, reportedKind } from "../detection/secrets/catalog";
import type { Confidence, Encoding, Hit, Kind, Mark, Parts } from "../detection/secrets/hit";
import { type About, createScanner, type Scanner } from "../detection/secrets/scanner";
import type { Channel, Location, UnreadableReason } from "../domain/exposures";
import { hintOf } from "./hint";
import { around, redactedContext } from "./redacted-context";
import type { Piece, Sourced, Spot, Told, Unreadable } from "./sources/piece";
import { lineOf } from "./sources/segments";
import { Tail } from "./tail";

/** A secret in its place, without the secret. */
export interface Sighting<I> {
  kind: Kind;
  /** what the caller keeps of the plaintext: fingerprints */
  identity: I;
  hint: string;
  confidence: Confidence;
  mark: Mark | null;
  encoding: Encoding | null;
  parts: Parts;
  channel: Channel;
  location: Location;
  context: string;
}

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
 * counted up in passing, for whoever reports progress.
 */
export async function* lookThrough<I>(
  source: AsyncIterable<Sourced>,
  identify: (secret: string) => I,
  looked: Looked,
): AsyncGenerator<{ sighting: Sighting<I> } | { unreadable: Unreadable }> {
  const scanner = createScanner();
  for await (const one of source) {
    if ("commits" in one) looked.commits += one.commits;
    else if ("unreadable" in one) {
      looked.unreadable[one.unreadable.reason] = (looked.unreadable[one.unreadable.reason] ?? 0) + 1;
      yield one;
    } else if ("told" in one) {
      looked.sightings++;
      yield { sighting: sightingOfTold(scanner, one.told, identify) };
    } else {
      const { piece } = one;
      looked.texts++;
      for await (const found of piece.content instanceof Uint8Array
        ? inWhole(scanner, piece, piece.content, looked)
        : inStream(scanner, piece, piece.content, looked)) {
        looked.sightings++;
        yield { sighting: sightingOf(piece, found, identify) };
      }
    }
  }
}

/** A hit with its place and what stands around it. */
interface Placed {
  hit: Hit;
  spot: Spot;
  context: string;
}

function* inWhole(scanner: Scanner, piece: Piece, bytes: Uint8Array, looked: Looked): Generator<Placed> {
  looked.bytes += bytes.length;
  const hits = scanner.scan(bytes, aboutOf(piece));
  for (const hit of hits) yield { hit, spot: { offset: hit.start, line: lineOf(bytes, 0, hit.start) }, context: redactedContext(bytes, hit, hits) };
}

async function* inStream(scanner: Scanner, piece: Piece, content: AsyncIterable<Uint8Array>, looked: Looked): AsyncGenerator<Placed> {
  const stream = scanner.stream(aboutOf(piece));
  const tail = new Tail();
  // hits come in order, and those before may reach into what stands around the next
  let before: Hit[] = [];
  const placed = (hits: readonly Hit[]): Placed[] => {
    const all = [...before, ...hits];
    before = all.slice(-around);
    return hits.map((hit) => {
      const { bytes, base } = tail.around(hit.start - around * 4, hit.end + around * 4);
      return { hit, spot: tail.spot(hit.start), context: redactedContext(bytes, hit, all, base) };
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

/** What another scanner found is what it says; of which kind, we look for ourselves in what it matched. */
function sightingOfTold<I>(scanner: Scanner, { secret, around: text, rule, channel, location }: Told, identify: (secret: string) => I): Sighting<I> {
  const bytes = Buffer.from(text.includes(secret) ? text : secret);
  const hits = scanner.scan(bytes, { path: location.path });
  const same = hits.find((hit) => hit.secret === secret);
  const kind = same ? (kinds.get(same.kind) as Kind) : reportedKind;
  const start = bytes.indexOf(secret);
  const place = same ?? { kind: kind.id, start, end: start + Buffer.byteLength(secret), secret, confidence: "contextual", mark: null, encoding: null };
  return {
    kind,
    identity: identify(secret),
    hint: hintOf(secret, kind.tier === "structured"),
    confidence: place.confidence,
    mark: place.mark,
    encoding: place.encoding,
    parts: place.parts ?? {},
    channel,
    location,
    context: `${redactedContext(
      bytes,
      place,
      [...hits.filter((hit) => hit !== same), place].sort((a, b) => a.start - b.start),
    )} (${rule})`,
  };
}

function sightingOf<I>(piece: Piece, { hit, spot, context }: Placed, identify: (secret: string) => I): Sighting<I> {
  const kind = kinds.get(hit.kind) as Kind;
  return {
    kind,
    identity: identify(hit.secret),
    hint: hintOf(hit.secret, kind.tier === "structured"),
    confidence: hit.confidence,
    mark: hit.mark,
    encoding: hit.encoding,
    parts: hit.parts ?? {},
    channel: piece.channel,
    location: piece.locate(spot),
    context,
  };
}
