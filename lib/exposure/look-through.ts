import { kinds } from "../detection/secrets/catalog";
import type { Confidence, Encoding, Hit, Kind, Mark, Parts } from "../detection/secrets/hit";
import { createScanner } from "../detection/secrets/scanner";
import type { Channel, Location, UnreadableReason } from "../domain/exposures";
import { hintOf } from "./hint";
import { redactedContext } from "./redacted-context";
import type { Piece, Sourced, Unreadable } from "./sources/piece";
import { lineOf } from "./sources/segments";

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
    } else {
      const { piece } = one;
      looked.texts++;
      const bytes = piece.content instanceof Uint8Array ? piece.content : await gathered(piece.content);
      looked.bytes += bytes.length;
      const hits = scanner.scan(bytes, { prose: piece.prose, path: piece.pathAt(0) ?? undefined });
      for (const hit of hits) {
        looked.sightings++;
        yield { sighting: sightingOf(piece, bytes, hit, hits, identify) };
      }
    }
  }
}

function sightingOf<I>(piece: Piece, bytes: Uint8Array, hit: Hit, hits: readonly Hit[], identify: (secret: string) => I): Sighting<I> {
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
    location: piece.locate({ offset: hit.start, line: lineOf(bytes, 0, hit.start) }),
    context: redactedContext(bytes, hit, hits),
  };
}

async function gathered(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}
