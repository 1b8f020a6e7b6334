import { reportedKind } from "../detection/secrets/catalog";
import type { Confidence, Encoding, Hit, Kind, Mark, Parts } from "../detection/secrets/hit";
import type { Channel, Location } from "../domain/exposures";
import type { Eyes, Kinds } from "./eyes";
import { hintOf } from "./hint";
import { placeOnlyText } from "./place-only";
import { redacted, redactedContext } from "./redacted-context";
import { ownFamily } from "./rules/names";
import type { Piece, Spot, Told } from "./sources/piece";

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

/** A hit with its place and what stands around it. */
export interface Placed {
  hit: Hit;
  spot: Spot;
  context: string;
}

/** Whoever writes a rule chooses what counts as its secret: anything around it, or an end of it, could be another's. */
const showsNothing = (kind: Kind): boolean => kind.family === ownFamily;
const hintFor = (kind: Kind, secret: string): string => (showsNothing(kind) ? "•••" : hintOf(secret, kind.tier === "structured"));

/** What another scanner found is what it says; of which kind, we look for ourselves in what it matched. */
export function sightingsOfTold<I>({ scanner, kindOf, isWanted }: Eyes, told: Told, identify: (secret: string) => I): Sighting<I>[] {
  const { secret, around: text, rule, channel, location } = told;
  const bytes = Buffer.from(secret === null || text.includes(secret) ? text : secret);
  const hits = scanner.scan(bytes, { path: location.path });
  const sighting = (kind: Kind, hit: Hit): Sighting<I> => ({
    kind,
    identity: identify(hit.secret),
    hint: hintFor(kind, hit.secret),
    confidence: hit.confidence,
    mark: hit.mark,
    encoding: hit.encoding,
    parts: hit.parts ?? {},
    channel,
    location,
    context: `${showsNothing(kind) ? "•••" : redactedContext(bytes, hit, hits)} (${rule})`,
  });
  if (secret === null) {
    const found = hits.filter((hit) => hit.mark === null && isWanted(hit, channel));
    return found.length > 0 ? found.map((hit) => sighting(kindOf.get(hit.kind) as Kind, hit)) : [placeOf(kindOf, told, identify)];
  }
  const same = hits.find((hit) => hit.secret === secret && isWanted(hit, channel));
  if (same) return [sighting(kindOf.get(same.kind) as Kind, same)];
  const start = bytes.indexOf(secret);
  const end = start + Buffer.byteLength(secret);
  return [sighting(reportedKind, { kind: reportedKind.id, start, end, secret, confidence: "contextual", mark: null, encoding: null })];
}

/** A finding without its secret: nothing around it is kept, since the secret may stand there in a form that we don't know. */
function placeOf<I>(kindOf: Kinds, { key, known, rule, channel, location }: Told, identify: (secret: string) => I): Sighting<I> {
  return {
    kind: (known && kindOf.get(known.kind)) ?? reportedKind,
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

/** What people wrote to name something, every secret in it blotted out. */
export function bare({ scanner }: Pick<Eyes, "scanner">, text: string): string {
  const bytes = Buffer.from(text);
  const hits = scanner.scan(bytes, { prose: true }).filter(({ mark }) => mark === null || mark === "test_key");
  return redacted(bytes, hits);
}

/** A sighting whose place holds no secret either: subjects, titles and addresses are text that people write. */
export function shown<I>(eyes: Eyes, sighting: Sighting<I>): Sighting<I> {
  const { again, audience, ...place } = sighting.location;
  const { path, reference, author, url } = place;
  const location = {
    ...place,
    ...(again !== undefined && bare(eyes, again) === again ? { again } : {}),
    ...(audience !== undefined && bare(eyes, audience) === audience ? { audience } : {}),
    path: bare(eyes, path),
    reference: reference && bare(eyes, reference),
    author: author && bare(eyes, author),
    url: url && bare(eyes, url) === url ? url : null,
  };
  return { ...sighting, location };
}

/** What is kept of a hit. */
export function sightingOf<I>({ kindOf }: Eyes, piece: Piece, { hit, spot, context }: Placed, identify: (secret: string) => I): Sighting<I> {
  const kind = kindOf.get(hit.kind) as Kind;
  return {
    kind,
    identity: identify(hit.secret),
    hint: hintFor(kind, hit.secret),
    confidence: hit.confidence,
    mark: hit.mark,
    encoding: hit.encoding,
    parts: hit.parts ?? {},
    channel: piece.channel,
    location: piece.locate(spot),
    context: `${showsNothing(kind) ? "•••" : context}${piece.note === undefined ? "" : ` (${piece.note})`}`,
  };
}
