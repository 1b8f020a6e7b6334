import { randomUUID } from "node:crypto";
import { type Client, MessageParser, NoSuchObjectError, PagedResultsControl, SearchResponse, type SearchResult } from "ldapts";
import type { Page, PersonSighting, ReadConnection, Reject } from "../contract";
import { VendorFault } from "../vendor-http";
import { close, openClient } from "./client";
import { type LdapCredential, LdapSettings } from "./credential";
import { faultOfLdap } from "./faults";
import { attributesOf, idOf, kinds, personOf } from "./map";
import { type Row, rowOf, text } from "./wire";

const idleMilliseconds = 5 * 60_000;

/**
 * One listing under way. The place in a paged search (RFC 2696) belongs to its LDAP connection, so the connection is kept between pages.
 * A listing that is gone (the process began anew, or nobody asked for five minutes) is begun again from its start: every page is
 * idempotent, and no person is missed.
 */
interface Listing {
  /** the page that comes next, from 0 */
  n: number;
  settings: LdapSettings;
  client: Client;
  /** a second connection for managers: other searches between pages would disturb the first on some servers */
  lookUps: Client | null;
  pages: AsyncGenerator<SearchResult>;
  more(): boolean;
  managers: Map<string, string | null>;
  idle: NodeJS.Timeout;
}

const listings = new Map<string, Listing>();

/**
 * The next page of people. `cursor` names a listing under way and the page wanted of it; a page that was given out already can't be had
 * again, so a caller that lost one gets a new listing. Throws VendorFault; then the listing is over and must not be taken as complete.
 */
export async function nextPage(connection: ReadConnection<LdapCredential>, cursor: string | null): Promise<Page<PersonSighting>> {
  const { name, listing } = (await resume(cursor)) ?? (await begin(connection));
  clearTimeout(listing.idle);
  listing.n += 1;
  try {
    connection.signal?.throwIfAborted();
    const { done, value } = await listing.pages.next();
    const result = done ? { searchEntries: [], searchReferences: [] } : value;
    if (done && listing.more())
      throw new VendorFault(
        "shape",
        "The directory sent an empty page in the middle of its listing, so the listing is not complete. Try a smaller page size.",
        true,
      );
    const page = await readPage(connection, listing, result);
    if (done || !listing.more()) await end(name);
    else listing.idle = expire(name);
    return { ...page, next: listings.has(name) ? `${name}:${listing.n}` : null, expected: null };
  } catch (error) {
    await end(name);
    throw faultOfLdap(error, connection.origin);
  }
}

async function resume(cursor: string | null): Promise<{ name: string; listing: Listing } | null> {
  const [name = "", n] = cursor?.split(":") ?? [];
  const listing = listings.get(name);
  if (listing && String(listing.n) === n) return { name, listing };
  await end(name);
  return null;
}

async function begin(connection: ReadConnection<LdapCredential>): Promise<{ name: string; listing: Listing }> {
  const name = randomUUID();
  const settings = LdapSettings.parse(connection.settings);
  const client = await openClient(connection);
  const pages = client.searchPaginated(settings.base, {
    scope: "sub",
    filter: settings.filter ?? kinds[settings.kind].filter,
    attributes: attributesOf(settings),
    explicitBufferAttributes: ["objectGUID"],
    paged: { pageSize: settings.pageSize },
  });
  const listing: Listing = { n: 0, settings, client, lookUps: null, pages, more: watchCookie(client), managers: new Map(), idle: expire(name) };
  listings.set(name, listing);
  return { name, listing };
}

/**
 * Whether the server's last answer left a place to go on from. ldapts ends a listing quietly at an empty page, even when the server
 * said that more follows (as a filter by access rights can cause); taken as complete, that would make people look departed.
 */
function watchCookie(client: Client): () => boolean {
  let more = false;
  const parser: unknown = Reflect.get(client, "messageParser");
  if (!(parser instanceof MessageParser))
    throw new Error("ldapts keeps its parser elsewhere: the end of listings can't be checked. Pin the version this was written for.");
  parser.on("message", (message) => {
    if (!(message instanceof SearchResponse)) return;
    const control = message.controls?.find((one) => one instanceof PagedResultsControl);
    more = control instanceof PagedResultsControl && (control.value?.cookie?.length ?? 0) > 0;
  });
  return () => more;
}

async function readPage(
  connection: ReadConnection<LdapCredential>,
  listing: Listing,
  result: SearchResult,
): Promise<Pick<Page<PersonSighting>, "items" | "rejected">> {
  const rows = result.searchEntries.map(rowOf);
  for (const row of rows) listing.managers.set(fold(row.dn), idOf(row, listing.settings));
  const items: PersonSighting[] = [];
  const rejected: Reject[] = result.searchReferences.map((reference) => ({
    reference: reference.slice(0, 200),
    field: "reference",
    reason: "leads to another server, which is not followed: people there are not seen. Add that server as a connection of its own, or narrow the base",
  }));
  for (const row of rows) {
    const person = personOf(row, listing.settings, await managerId(connection, listing, row), connection.now());
    if ("externalId" in person) items.push(person);
    else rejected.push(person);
  }
  return { items, rejected };
}

/** The lasting id of an entry's manager, whom the entry names by DN. Null where there is none, or the directory does not show them. */
async function managerId(connection: ReadConnection<LdapCredential>, listing: Listing, row: Row): Promise<string | null> {
  const dn = text(row, "manager");
  if (!dn) return null;
  const known = listing.managers.get(fold(dn));
  if (known !== undefined) return known;
  listing.lookUps ??= await openClient(connection);
  const attributes = [kinds[listing.settings.kind].id];
  const found = await listing.lookUps.search(dn, { scope: "base", attributes, explicitBufferAttributes: ["objectGUID"] }).catch((error: unknown) => {
    if (error instanceof NoSuchObjectError) return null;
    throw error;
  });
  const entry = found?.searchEntries[0];
  const id = entry ? idOf(rowOf(entry), listing.settings) : null;
  listing.managers.set(fold(dn), id);
  return id;
}

/** Names are compared without case and without the spaces that servers add or leave out after commas. */
const fold = (dn: string): string => dn.toLowerCase().replace(/\s*,\s*/g, ",");

const expire = (name: string): NodeJS.Timeout => setTimeout(() => void end(name), idleMilliseconds).unref();

async function end(name: string): Promise<void> {
  const listing = listings.get(name);
  if (!listing) return;
  listings.delete(name);
  clearTimeout(listing.idle);
  await close(listing.client);
  if (listing.lookUps) await close(listing.lookUps);
}
