import { linkAccounts } from "../../../lib/accounts/link-accounts";
import type { AccountSighting } from "../../../lib/connectors/contract";
import { digestOf } from "../../../lib/core/canonical";
import type { Context } from "../../../lib/core/context";
import type { Tx } from "../../../lib/core/db";
import { evaluateSoon } from "../../../lib/detection/evaluate-soon";
import type { Claimed } from "./claim";
import type { Counts } from "./counts";

const slice = 2_000;

/** Writes one page of accounts, as writeTokens does, and looks for the persons behind those that are new or changed. */
export async function writeAccounts(tx: Tx, ctx: Context, run: Claimed, sightings: readonly AccountSighting[]): Promise<Counts> {
  const rows = [...new Map(sightings.map((sighting) => [sighting.externalId, rowOf(ctx, sighting)])).values()];
  const counts: Counts = { created: 0, changed: 0, unchanged: 0 };
  const written: string[] = [];
  for (let start = 0; start < rows.length; start += slice)
    for (const { id, what } of await writeRows(tx, ctx, run, rows.slice(start, start + slice))) {
      counts[what] += 1;
      if (what !== "unchanged") written.push(id);
    }
  if (written.length > 0) {
    await linkAccounts(tx, ctx, { accounts: written });
    await evaluateSoon(tx, ctx, { accounts: written });
  }
  return counts;
}

function rowOf(ctx: Context, s: AccountSighting) {
  const facts = {
    external_id: s.externalId,
    kind: s.kind,
    name: s.name,
    user_name: s.userName,
    email: s.email?.toLowerCase() ?? null,
    status: s.status,
    issued_at: s.created?.at.toISOString() ?? null,
    last_used_at: s.lastUsed?.at.toISOString() ?? null,
    last_used_from: s.lastUsed?.source ?? null,
  };
  return { id: ctx.ids.uuid(), ...facts, facts_hash: digestOf(facts) };
}

function writeRows(tx: Tx, ctx: Context, run: Claimed, rows: ReturnType<typeof rowOf>[]): Promise<{ id: string; what: keyof Counts }[]> {
  const now = ctx.clock.now();
  return tx.$queryRaw`
    with sighted as materialized (
      select r.*, a.id as known_id, a.facts_hash as known_hash, a.missing_since
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, external_id text, kind text, name text, user_name text, email text, status text,
        issued_at timestamptz, last_used_at timestamptz, last_used_from text, facts_hash text)
      left join account a on a.connection_id = ${run.connectionId}::uuid and a.external_id = r.external_id
    ), fresh as (
      insert into account (id, connection_id, external_id, kind, name, user_name, email, status, issued_at, last_used_at, last_used_from, first_seen_at, last_seen_at, facts_hash)
      select s.id, ${run.connectionId}::uuid, s.external_id, s.kind::account_kind, s.name, s.user_name, s.email, s.status::account_status, s.issued_at, s.last_used_at, s.last_used_from,
        ${now}, ${now}, s.facts_hash
      from sighted s where s.known_id is null returning id
    ), altered as (
      update account a set kind = s.kind::account_kind, name = s.name, user_name = s.user_name, email = s.email, status = s.status::account_status, issued_at = s.issued_at,
        last_used_at = s.last_used_at, last_used_from = s.last_used_from, last_seen_at = ${now}, missing_since = null, facts_hash = s.facts_hash
      from sighted s where a.id = s.known_id and (s.facts_hash <> s.known_hash or s.missing_since is not null)
      returning a.id
    ), seen as (
      insert into sync_seen (run_id, kind, subject) select ${run.id}::uuid, 'account', coalesce(s.known_id, s.id) from sighted s on conflict do nothing
    )
    select id, 'created' as what from fresh union all select id, 'changed' from altered
    union all select s.known_id, 'unchanged' from sighted s where s.known_id is not null and s.facts_hash = s.known_hash and s.missing_since is null`;
}
