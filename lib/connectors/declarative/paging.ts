import { z } from "zod";
import { VendorFault, type VendorResponse } from "../vendor-http";
import { compilePath } from "./json-path";
import { nextLink } from "./link-header";
import type { Listing, Paging } from "./schema/listing";

/** Where a listing stands: what comes next, and what tells that it still is the same listing. */
const Place = z.strictObject({
  page: z.int().min(0),
  /** rows before this page, those that were left out among them */
  rows: z.int().min(0),
  /** a cursor, or the whole URL of the next page */
  next: z.string().nullable(),
  /** the first row of the page before, and its last */
  first: z.string().nullable(),
  last: z.string().nullable(),
});
export type Place = z.infer<typeof Place>;

/** A million tokens by ten: more means that paging goes nowhere. */
const mostPages = 100_000;
const longestNext = 2_000;

/** Reads our own cursor; null = the beginning. */
export function readPlace(cursor: string | null): Place {
  return cursor === null ? { page: 0, rows: 0, next: null, first: null, last: null } : Place.parse(JSON.parse(cursor));
}

/** The request line of a page. */
export function lineOf({ request, paging }: Listing, place: Place): string {
  if (place.next !== null && paging.kind !== "cursor") return `GET ${place.next}`;
  const size = "sizeParameter" in paging && paging.sizeParameter !== undefined ? { [paging.sizeParameter]: String(paging.size) } : {};
  const added = new URLSearchParams({ ...parameterOf(paging, place), ...size }).toString();
  return added === "" ? request : `${request}${request.includes("?") ? "&" : "?"}${added}`;
}

function parameterOf(paging: Paging, place: Place): Record<string, string> {
  switch (paging.kind) {
    case "page":
      return { [paging.parameter]: String(paging.first + place.page) };
    case "offset":
      return { [paging.parameter]: String(Math.max(0, place.rows - 1)) };
    case "cursor":
      return place.next === null ? {} : { [paging.parameter]: place.next };
    case "none":
    case "next":
    case "link":
      return {};
    default:
      return paging satisfies never;
  }
}

export interface Answered {
  response: VendorResponse;
  json: unknown;
  rows: unknown[];
  /** how many there are in all, when the system says */
  total: number | null;
  /** URL of this page */
  url: URL;
  /** what tells a row; null for one that can't be told */
  identify: (row: unknown) => string | null;
}

/** The rows of a page that were not on the one before, and the place of the next page: null at the end. Throws VendorFault for a listing that is not whole. */
export function turnPage({ paging }: Listing, place: Place, answered: Answered, what: string): { rows: unknown[]; next: Place | null } {
  const { rows: all, total, identify } = answered;
  const broken = (why: string) => new VendorFault("shape", `${what}: ${why} Nothing is taken for gone; it is tried again.`, true, 200);
  const overlaps = paging.kind === "offset" && place.rows > 0;
  if (overlaps && (all.length === 0 || identify(all[0]) !== place.last))
    throw broken("the list moved while it was read, or is not in a lasting order (ask for one in the request).");
  const rows = overlaps ? all.slice(1) : all;
  const first = identify(all[0]);
  if (paging.kind === "page" && place.page > 0 && all.length > 0 && first !== null && first === place.first)
    throw broken(`two pages begin with the same row, so its parameter ${paging.parameter} has no effect.`);
  const read = place.rows + rows.length;
  const goesOn = total === null || read < total;
  const next = nextOf(paging, answered, rows.length > 0 && goesOn, what);
  if (next === null) {
    if (total !== null && read < total) throw broken(`it counts ${total} and its pages held ${read}.`);
    return { rows, next: null };
  }
  if (next === place.next && (paging.kind === "cursor" || paging.kind === "next" || paging.kind === "link"))
    throw broken("the next page leads back to this one.");
  if (place.page + 1 >= mostPages) throw broken(`it has more than ${mostPages} pages.`);
  return { rows, next: { page: place.page + 1, rows: read, next: next === true ? null : next, first, last: identify(all.at(-1)) ?? null } };
}

/** What the next page is asked by; true = by its number alone; null = there is none. */
function nextOf(paging: Paging, { response, json, url }: Answered, more: boolean, what: string): string | true | null {
  switch (paging.kind) {
    case "none":
      return null;
    case "page":
    case "offset":
      return more ? true : null;
    case "cursor":
      return textAt(paging.path, json, what);
    case "next":
      return within(url, textAt(paging.path, json, what), what);
    case "link":
      return within(url, nextLink(response.headers.link ?? ""), what);
    default:
      return paging satisfies never;
  }
}

function textAt(path: string, json: unknown, what: string): string | null {
  const [found] = compilePath(path)(json);
  if (found === undefined || found === null || found === "" || found === false) return null;
  if (typeof found === "number" && Number.isSafeInteger(found)) return String(found);
  if (typeof found === "string" && found.length <= longestNext) return found;
  throw new VendorFault("shape", `${what}: what stands at ${path} can't be the next page.`, true, 200);
}

/** A link resolved as a browser would, within the origin. The client refuses it too; here it is refused before it is kept. */
function within(url: URL, link: string | null, what: string): string | null {
  if (link === null) return null;
  const next = URL.canParse(link, url.href) ? new URL(link, url) : null;
  if (!next || next.origin !== url.origin || next.username !== "" || next.password !== "" || link.length > longestNext)
    throw new VendorFault("left_origin", `${what}: the next page leads away from ${url.host}, and the credential stays there.`, true, 200);
  return next.href;
}
