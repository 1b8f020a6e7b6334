import { isSigned } from "../../../lib/connections/signed";
import type { ReadConnector } from "../../../lib/connectors/contract";
import type { Context } from "../../../lib/core/context";
import type { Tx } from "../../../lib/core/db";
import { evaluateSoon } from "../../../lib/detection/evaluate-soon";
import { departAbsentPersons } from "../../../lib/people/depart-absent";
import type { Claimed } from "./claim";
import type { OpenedRead } from "./open-connection";
import { personSource } from "./read-listing";

/** What was seen is said to be seen at least this often, though its row did not change. */
const touchAfter = "1 hour";

/**
 * After a complete run that rejected nothing: what it did not see is missing since its start. Nothing is deleted, and nothing closes
 * because of it; classes that the connector can't list, and tokens known from an import, are left alone.
 */
export async function reconcile(tx: Tx, ctx: Context, run: Claimed, opened: OpenedRead): Promise<number> {
  let missing = 0;
  if (opened.connector.reader) missing += await markMissing(tx, ctx, run, listedClasses(opened.connector));
  // last, because it moves findings, and whoever does holds up everybody else until the commit
  if (opened.connector.directory && (await isSigned(tx, run.connectionId)))
    missing += (await departAbsentPersons(tx, ctx, personSource(opened), run.startedAt)).length;
  return missing;
}

function listedClasses(connector: ReadConnector): string[] {
  return Object.entries(connector.reader?.capabilities ?? {}).flatMap(([name, abilities]) => (abilities?.list === "can" ? [name] : []));
}

async function markMissing(tx: Tx, ctx: Context, run: Claimed, classes: string[]): Promise<number> {
  // What a run saw was written a moment ago, so the planner thinks it small and compares every row with every row.
  await tx.$executeRaw`select set_config('enable_nestloop', 'off', true)`;
  const tokens = await tx.$queryRaw<{ id: string }[]>`
    update token t set missing_since = ${run.startedAt}
    where t.connection_id = ${run.connectionId}::uuid and t.missing_since is null and not t.imported and t.class::text = any(${classes}::text[])
      and not exists (select from sync_seen s where s.run_id = ${run.id}::uuid and s.kind = 'token' and s.subject = t.id)
    returning t.id`;
  const accounts = await tx.$queryRaw<{ id: string }[]>`
    update account a set missing_since = ${run.startedAt}
    where a.connection_id = ${run.connectionId}::uuid and a.missing_since is null
      and not exists (select from sync_seen s where s.run_id = ${run.id}::uuid and s.kind = 'account' and s.subject = a.id)
    returning a.id`;
  await tx.$executeRaw`
    update token t set last_seen_at = ${run.startedAt} from sync_seen s
    where s.run_id = ${run.id}::uuid and s.kind = 'token' and t.id = s.subject and t.last_seen_at < ${run.startedAt}::timestamptz - ${touchAfter}::interval`;
  await tx.$executeRaw`
    update account a set last_seen_at = ${run.startedAt} from sync_seen s
    where s.run_id = ${run.id}::uuid and s.kind = 'account' and a.id = s.subject and a.last_seen_at < ${run.startedAt}::timestamptz - ${touchAfter}::interval`;
  await tx.$executeRaw`select set_config('enable_nestloop', 'on', true)`;
  await evaluateSoon(tx, ctx, { tokens: tokens.map(({ id }) => id), accounts: accounts.map(({ id }) => id) });
  return tokens.length + accounts.length;
}
