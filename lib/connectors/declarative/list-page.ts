import type { Page } from "../contract";
import { VendorFault } from "../vendor-http";
import { holds } from "./answers";
import { ask, bodyOf, type DeclaredConnection } from "./client";
import { compilePath } from "./json-path";
import { lineOf, readPlace, turnPage } from "./paging";
import { mapRows, Row, RowFault } from "./row";
import type { Declaration } from "./schema/declaration";
import type { Listing } from "./schema/listing";

export interface Reading<T> {
  listing: Listing;
  /** what is listed, for messages */
  what: string;
  map: (row: Row) => T;
  /** what tells a row, without secrets */
  identify: (row: Row) => string | null;
}

/** One page of a declared listing, and the cursor of the next. Throws VendorFault for anything that is not a whole page. */
export async function listPage<T>(declaration: Declaration, connection: DeclaredConnection, reading: Reading<T>, cursor: string | null): Promise<Page<T>> {
  const { listing, map } = reading;
  const what = `${declaration.system}: ${reading.what}`;
  const place = readPlace(cursor);
  const line = lineOf(listing, place);
  const response = await ask(declaration, connection, { line });
  const json = bodyOf(declaration, response, what);
  const [all] = compilePath(listing.rows)(json);
  if (!Array.isArray(all)) throw new VendorFault("shape", `${what}: there is no list at ${listing.rows} in the answer.`, true, 200);
  const identify = (value: unknown) => identityOf(reading, value);
  const at = line.slice(line.indexOf(" ") + 1);
  const url = new URL(at.startsWith("/") ? `${declaration.basePath}${at}` : at, connection.origin);
  const total = totalOf(listing, json, what);
  const { rows, next } = turnPage(listing, place, { response, json, rows: all, total, url, identify }, what);
  const counted = listing.only ? rows.filter((row) => holds(listing.only ?? {}, row)) : rows;
  const { items, rejected } = mapRows(counted, map, reading.identify);
  // With rows left out the system's count is no longer ours; the listing was held against it already.
  return { items, rejected, next: next && JSON.stringify(next), expected: listing.only ? null : total };
}

function totalOf({ total }: Listing, json: unknown, what: string): number | null {
  if (total === undefined) return null;
  const [found] = compilePath(total)(json);
  if (typeof found === "number" && Number.isSafeInteger(found) && found >= 0) return found;
  throw new VendorFault("shape", `${what}: there is no whole number at ${total} in the answer.`, true, 200);
}

function identityOf<T>({ identify }: Reading<T>, value: unknown): string | null {
  if (value === undefined) return null;
  try {
    return identify(new Row(value));
  } catch (error) {
    if (error instanceof RowFault) return null;
    throw error;
  }
}
