import type { Hit } from "./hit";

const hidden = "•••";
/** What is shown around a hit, in bytes to either side. */
const around = 40;
/** Of a secret of sixteen bytes or more the first four may be shown if it is a token: a vendor's prefix, by which people tell kinds apart. */
const hintLength = 4;

type Place = Pick<Hit, "start" | "end">;

/**
 * The text around `hit`, one line, in which it and every other hit is replaced: never a secret, nor a part of one that the cut would leave.
 * `hits`: all of the text's hits, the marked ones too. `before` names what to show in the secret's place.
 */
export function contextOf(bytes: Uint8Array, hit: Place, hits: readonly Place[], shown: string = hidden): string {
  const from = Math.max(0, hit.start - around);
  const to = Math.min(bytes.length, hit.end + around);
  const places = [...hits.filter((one) => one.end > from && one.start < to && !same(one, hit)), hit].sort((a, b) => a.start - b.start || b.end - a.end);
  let text = "";
  let at = from;
  for (const place of places) {
    if (place.end <= at && !same(place, hit)) continue;
    text += readable(bytes, at, place.start);
    text += same(place, hit) ? shown : hidden;
    at = Math.max(at, place.end);
  }
  return (text + readable(bytes, at, to)).replace(/\s+/g, " ").trim();
}

const same = (a: Place, b: Place): boolean => a.start === b.start && a.end === b.end;

/** Text of whole characters: what the cut left of one is dropped. */
function readable(bytes: Uint8Array, start: number, end: number): string {
  if (end <= start) return "";
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start)
    .toString("utf8")
    .replace(/^\ufffd+|\ufffd+$|\0/g, "");
}

/** By what people recognise a token without learning it: its vendor's prefix and how long it is; passwords show nothing. */
export function hintOf({ kind, secret }: Pick<Hit, "kind" | "secret">, prefixed: boolean): string {
  if (!prefixed || secret.length < 4 * hintLength || kind.startsWith("generic_")) return hidden;
  return `${secret.slice(0, hintLength)}${hidden}`;
}
