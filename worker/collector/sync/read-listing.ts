import { isSigned } from "../../../lib/connections/signed";
import type { Page } from "../../../lib/connectors/contract";
import type { Context } from "../../../lib/core/context";
import type { Tx } from "../../../lib/core/db";
import { upsertPersons } from "../../../lib/people/upsert-person";
import { type Claimed, holdRun } from "./claim";
import type { Counts } from "./counts";
import { Cancelled, SyncFault, unsigned } from "./fault";
import { keepablePage } from "./keepable-page";
import type { OpenedRead } from "./open-connection";
import { firstPage, type Listing, type Place } from "./progress";
import { writeAccounts } from "./write-accounts";
import { writeTokens } from "./write-tokens";

/** The largest page, 100,000 rows of a vendor that does not page, is written within this. */
const pageTimeoutMilliseconds = 300_000;
/** Rejects kept a run; beyond, they are counted only. */
const mostRejects = 1_000;

/** A page that can be written: the rows are behind `write`, because each listing has its own kind. */
interface Fetched {
  page: Pick<Page<unknown>, "rejected" | "next" | "expected">;
  rows: number;
  write(tx: Tx): Promise<Counts>;
}

/** Where a directory connection's persons come from, as person.source names it. */
export const personSource = ({ connector, connection }: OpenedRead): string => `${connector.vendor}:${connection.id}`;

/** Whether the connector reads this at all. */
export function lists({ connector }: OpenedRead, listing: Listing): boolean {
  return listing === "persons" ? connector.directory !== undefined : connector.reader !== undefined;
}

/**
 * Reads one listing to its end, page by page, each page in one transaction with the place to go on from. Throws VendorFault, SyncFault
 * for a listing that is shorter than the vendor says, Cancelled, or ClaimLost.
 */
export async function readListing(ctx: Context, opened: OpenedRead, run: Claimed, listing: Listing, from: Place): Promise<void> {
  let place = from;
  const visited = new Set<string>();
  for (;;) {
    const fetched = await fetchPage(ctx, opened, run, listing, place.next);
    const rows = place.rows + fetched.rows + fetched.page.rejected.length;
    const { next, expected } = fetched.page;
    if (next !== null && (next === place.next || visited.has(next)))
      throw new SyncFault(
        "The vendor's next page leads back to one that was read, so its listing has no end. Tell the vendor; it is tried again at the next sync.",
      );
    if (next !== null) visited.add(next);
    const after: Place = { next, rows };
    await ctx.db.$transaction(async (tx) => writePage(tx, ctx, run, listing, fetched, after), { timeout: pageTimeoutMilliseconds, maxWait: 60_000 });
    if (next === null) {
      if (expected !== null && rows < expected)
        throw new SyncFault(
          `The vendor counts ${expected} ${listing}, but its pages held ${rows}, so nothing was marked as gone. It is tried again at the next sync.`,
        );
      return;
    }
    place = after;
  }
}

async function writePage(tx: Tx, ctx: Context, run: Claimed, listing: Listing, fetched: Fetched, after: Place): Promise<void> {
  const held = await holdRun(tx, run);
  if (held.cancelledBy) throw new Cancelled();
  // Asked page by page: a signature may have lost its effect since the listing began.
  if (listing === "persons" && !(await isSigned(tx, run.connectionId))) throw new SyncFault(unsigned);
  const counts = await fetched.write(tx);
  const { rejected, expected } = fetched.page;
  if (rejected.length > 0) await keepRejects(tx, ctx, run, listing, fetched.page);
  // the vendor counts one listing, the run counts all: what was read before this listing is added
  // a listing that is at its end leaves its name and an empty place; the next step overwrites both
  const place = after.next === null ? { ...firstPage, rows: after.rows, done: true } : after;
  await tx.$executeRaw`
    update sync_run set phase = ${listing}, cursor = ${JSON.stringify(place)}::jsonb, heartbeat_at = ${ctx.clock.now()}, read = read + ${fetched.rows},
      created = created + ${counts.created}, changed = changed + ${counts.changed}, unchanged = unchanged + ${counts.unchanged}, rejected = rejected + ${rejected.length},
      expected = ${expected}::int + read + rejected + ${fetched.rows + rejected.length}::int - ${after.rows}::int
    where id = ${run.id}::uuid`;
}

async function keepRejects(tx: Tx, ctx: Context, run: Claimed, listing: Listing, { rejected }: Fetched["page"]): Promise<void> {
  const kept = await tx.syncReject.count({ where: { syncRunId: run.id } });
  const at = ctx.clock.now();
  const data = rejected.slice(0, Math.max(0, mostRejects - kept)).map(({ reference, field, reason }) => ({
    ...{ id: ctx.ids.uuid(), syncRunId: run.id, kind: listing, at },
    ...{ reference: reference.slice(0, 200), field: field.slice(0, 200), reason: reason.slice(0, 500) },
  }));
  if (data.length > 0) await tx.syncReject.createMany({ data });
}

async function fetchPage(ctx: Context, opened: OpenedRead, run: Claimed, listing: Listing, cursor: string | null): Promise<Fetched> {
  const { connector, connection } = opened;
  switch (listing) {
    case "persons": {
      const page = keepablePage(await present(connector.directory).listPersons(connection, cursor), ({ externalId }) => externalId);
      return { page, rows: page.items.length, write: (tx) => upsertPersons(tx, ctx, personSource(opened), page.items) };
    }
    case "accounts": {
      const page = keepablePage(await present(connector.reader).listAccounts(connection, cursor), ({ externalId }) => externalId);
      return { page, rows: page.items.length, write: (tx) => writeAccounts(tx, ctx, run, page.items) };
    }
    case "tokens": {
      const page = keepablePage(await present(connector.reader).listTokens(connection, cursor), ({ handle }) => Object.values(handle).join(" "));
      return { page, rows: page.items.length, write: (tx) => writeTokens(tx, ctx, run, page.items) };
    }
    default:
      return listing satisfies never;
  }
}

function present<T>(part: T | undefined): T {
  if (part === undefined) throw new SyncFault("The connector does not list this. Update Countersign.");
  return part;
}
