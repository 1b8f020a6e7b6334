import { kinds, reportedKind } from "../detection/secrets/catalog";
import type { Confidence, Encoding, Hit, Kind, Mark, Parts } from "../detection/secrets/hit";
import { type About, createScanner, type Scanner } from "../detection/secrets/scanner";
import type { Channel, Location, UnreadableReason } from "../domain/exposures";
import { hintOf } from "./hint";
import { placeOnlyText } from "./place-only";
import { around, redacted, redactedContext } from "./redacted-context";
import type { Audience, Piece, Sourced, Spot, Told, Unreadable } from "./sources/piece";
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
  /** another scanner's report names the place and not the secret: `identity` is of its finding, and matches nothing */
  placeOnly?: true;
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
): AsyncGenerator<{ sighting: Sighting<I> } | { unreadable: Unreadable } | { audience: Audience }> {
  const scanner = createScanner();
  for await (const one of source) {
    if ("commits" in one) looked.commits += one.commits;
    else if ("audience" in one) yield one;
    else if ("unreadable" in one) {
      looked.unreadable[one.unreadable.reason] = (looked.unreadable[one.unreadable.reason] ?? 0) + 1;
      yield one;
    } else if ("told" in one) {
      for (const sighting of sightingsOfTold(scanner, one.told, identify)) {
        looked.sightings++;
        yield { sighting: shown(scanner, sighting) };
      }
    } else {
      looked.texts++;
      for await (const found of inPiece(scanner, one.piece, looked)) {
        looked.sightings++;
        yield { sighting: shown(scanner, sightingOf(one.piece, found, identify)) };
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

const inPiece = (scanner: Scanner, piece: Piece, looked: Looked): Iterable<Placed> | AsyncIterable<Placed> =>
  piece.content instanceof Uint8Array ? inWhole(scanner, piece, piece.content, looked) : inStream(scanner, piece, piece.content, looked);

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
function sightingsOfTold<I>(scanner: Scanner, told: Told, identify: (secret: string) => I): Sighting<I>[] {
  const { secret, around: text, rule, channel, location } = told;
  const bytes = Buffer.from(secret === null || text.includes(secret) ? text : secret);
  const hits = scanner.scan(bytes, { path: location.path });
  const sighting = (kind: Kind, hit: Hit): Sighting<I> => ({
    kind,
    identity: identify(hit.secret),
    hint: hintOf(hit.secret, kind.tier === "structured"),
    confidence: hit.confidence,
    mark: hit.mark,
    encoding: hit.encoding,
    parts: hit.parts ?? {},
    channel,
    location,
    context: `${redactedContext(
      bytes,
      hit,
      [...hits.filter((each) => each !== hit), hit].sort((a, b) => a.start - b.start),
    )} (${rule})`,
  });
  if (secret === null) {
    const found = hits.filter(({ mark }) => mark === null);
    return found.length > 0 ? found.map((hit) => sighting(kinds.get(hit.kind) as Kind, hit)) : [placeOf(told, identify)];
  }
  const same = hits.find((hit) => hit.secret === secret);
  if (same) return [sighting(kinds.get(same.kind) as Kind, same)];
  const start = bytes.indexOf(secret);
  const end = start + Buffer.byteLength(secret);
  return [sighting(reportedKind, { kind: reportedKind.id, start, end, secret, confidence: "contextual", mark: null, encoding: null })];
}

/** A finding without its secret: nothing around it is kept, since the secret may stand there in a form that we don't know. */
function placeOf<I>({ key, known, rule, channel, location }: Told, identify: (secret: string) => I): Sighting<I> {
  return {
    kind: (known && kinds.get(known.kind)) ?? reportedKind,
    identity: identify(placeOnlyText(key)),
    hint: known?.hint ?? "•••",
    confidence: "contextual",
    mark: null,
    encoding: null,
    parts: {},
    channel,
    location,
    context: `the report does not hold it (${rule})`,
    placeOnly: true,
  };
}

/** A sighting whose place holds no secret either: subjects, titles and addresses are text that people write. */
function shown<I>(scanner: Scanner, sighting: Sighting<I>): Sighting<I> {
  const { path, reference, author, url } = sighting.location;
  const bare = (text: string) => {
    const bytes = Buffer.from(text);
    return redacted(
      bytes,
      scanner.scan(bytes, { prose: true }).filter(({ mark }) => mark === null || mark === "test_key"),
    );
  };
  const location = {
    ...sighting.location,
    path: bare(path),
    reference: reference && bare(reference),
    author: author && bare(author),
    url: url && bare(url) === url ? url : null,
  };
  return { ...sighting, location };
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
    context: piece.note === undefined ? context : `${context} (${piece.note})`,
  };
}
