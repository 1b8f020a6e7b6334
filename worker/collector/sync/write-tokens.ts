import type { TokenSighting } from "../../../lib/connectors/contract";
import type { Context } from "../../../lib/core/context";
import { Prisma, type Tx } from "../../../lib/core/db";
import { evaluateSoon } from "../../../lib/detection/evaluate-soon";
import { lockMerging, mergeTokens } from "../../../lib/tokens/merge-tokens";
import { tokenChanges } from "../../../lib/tokens/token-changes-sql";
import type { Claimed } from "./claim";
import type { Counts } from "./counts";
import { type TokenRow, tokenRows } from "./token-rows";

/** At most so many rows a statement; a vendor may give everything in one page. */
const slice = 2_000;

/**
 * Writes one page of tokens, set-based: new ones, changed ones, and for all that they were seen in this run. A token whose facts did not
 * change is not rewritten; what changed of a known one is recorded, and tokens that other connections list too are joined. What was missing and is there again is there again. Rules follow for what was written (evaluateSoon).
 */
export async function writeTokens(tx: Tx, ctx: Context, run: Claimed, sightings: readonly TokenSighting[]): Promise<Counts> {
  const rows = tokenRows(ctx.ids, sightings);
  const counts: Counts = { created: 0, changed: 0, unchanged: 0 };
  // before any row is written: who waits here must hold none that the one who joins may want
  await lockMerging(tx);
  const written: string[] = [];
  for (let start = 0; start < rows.length; start += slice) {
    const part = rows.slice(start, start + slice);
    await nameUnlistedMakers(tx, ctx, run, part);
    await takeNewHandles(tx, run, part);
    for (const { id, what } of await writeRows(tx, ctx, run, part)) {
      counts[what] += 1;
      if (what !== "unchanged") written.push(id);
    }
  }
  await mergeTokens(tx, ctx, { tokens: written });
  await evaluateSoon(tx, ctx, { tokens: written });
  return counts;
}

/** A maker whom the account listing did not show still made the token: kept as an account of unknown status, missing from the start. */
async function nameUnlistedMakers(tx: Tx, ctx: Context, run: Claimed, rows: TokenRow[]): Promise<void> {
  const makers = [...new Set(rows.flatMap((row) => row.creator ?? []))].map((account) => ({ id: ctx.ids.uuid(), account }));
  if (makers.length === 0) return;
  await tx.$executeRaw`
    insert into account (id, connection_id, external_id, kind, name, status, first_seen_at, last_seen_at, missing_since, facts_hash)
    select m.id, ${run.connectionId}::uuid, m.account, 'unknown', m.account, 'unknown', ${ctx.clock.now()}, ${ctx.clock.now()}, ${ctx.clock.now()}, 'unlisted'
    from jsonb_to_recordset(${JSON.stringify(makers)}::jsonb) as m (id uuid, account text)
    where not exists (select from account a where a.connection_id = ${run.connectionId}::uuid and a.external_id = m.account)
    on conflict (connection_id, external_id) do nothing`;
}

/**
 * A token known by its handle under an older pepper is the same token: it takes the new handle and keeps its row, and with it owner, findings
 * and history. Where both are known already nothing is joined.
 */
async function takeNewHandles(tx: Tx, run: Claimed, rows: TokenRow[]): Promise<void> {
  const renamed = rows.flatMap(({ handle, handle_key, former_keys }) => former_keys.map((former_key) => ({ handle, handle_key, former_key })));
  if (renamed.length === 0) return;
  await tx.$executeRaw`
    update token t set handle_key = r.handle_key, handle = r.handle
    from jsonb_to_recordset(${JSON.stringify(renamed)}::jsonb) as r (handle jsonb, handle_key text, former_key text)
    where t.connection_id = ${run.connectionId}::uuid and t.handle_key = r.former_key
      and not exists (select from token k where k.connection_id = t.connection_id and k.handle_key = r.handle_key)`;
}

interface Written {
  id: string;
  what: keyof Counts;
}

/** Of a TokenRow, what is written. */
const columns = Prisma.sql`(id uuid, class text, handle_key text, handle jsonb, name text, hint text, scopes text[], reach jsonb, environment text, creator text,
  creator_from text, issued_at timestamptz, issued_from text, expiry text, expires_at timestamptz, expires_from text, last_used_at timestamptz, last_used_from text,
  disabled_at timestamptz, rotated_at timestamptz, rotated_from text, scopes_used text[], scopes_used_from text, third_party text, parent_key text, family_count bigint,
  family_longest bigint, fingerprints jsonb, facts_hash text)`;

function writeRows(tx: Tx, ctx: Context, run: Claimed, rows: TokenRow[]): Promise<Written[]> {
  const now = ctx.clock.now();
  return tx.$queryRaw`
    with sighted as materialized (
      select r.*, t.id as known_id, t.facts_hash as known_hash, t.missing_since, t.imported, a.id as maker
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r ${columns}
      left join token t on t.connection_id = ${run.connectionId}::uuid and t.handle_key = r.handle_key
      left join account a on a.connection_id = ${run.connectionId}::uuid and a.external_id = r.creator
    ), fresh as (
      insert into token (id, connection_id, class, handle_key, handle, name, hint, scopes, reach, environment, creator_account_id, creator_from, issued_at, issued_from,
        expiry, expires_at, expires_from, last_used_at, last_used_from, disabled_at, rotated_at, rotated_from, scopes_used, scopes_used_from, third_party, parent_key,
        family_count, family_longest, first_seen_at, last_seen_at, facts_hash)
      select s.id, ${run.connectionId}::uuid, s.class::token_class, s.handle_key, s.handle, s.name, s.hint, s.scopes, nullif(s.reach, 'null'::jsonb), s.environment, s.maker, s.creator_from,
        s.issued_at, s.issued_from, s.expiry::expiry_kind, s.expires_at, s.expires_from, s.last_used_at, s.last_used_from, s.disabled_at, s.rotated_at, s.rotated_from, s.scopes_used, s.scopes_used_from, s.third_party,
        s.parent_key, s.family_count, s.family_longest, ${now}, ${now}, s.facts_hash
      from sighted s where s.known_id is null
      returning id
    ), altered as (
      update token t set class = s.class::token_class, handle = s.handle, name = s.name, hint = s.hint, scopes = s.scopes, reach = nullif(s.reach, 'null'::jsonb), environment = s.environment,
        creator_account_id = s.maker, creator_from = s.creator_from, issued_at = s.issued_at, issued_from = s.issued_from, expiry = s.expiry::expiry_kind,
        expires_at = s.expires_at, expires_from = s.expires_from, last_used_at = s.last_used_at, last_used_from = s.last_used_from, disabled_at = s.disabled_at,
        rotated_at = s.rotated_at, rotated_from = s.rotated_from, scopes_used = s.scopes_used, scopes_used_from = s.scopes_used_from, third_party = s.third_party,
        parent_key = s.parent_key, family_count = s.family_count, family_longest = s.family_longest,
        last_seen_at = ${now}, missing_since = null, imported = false, facts_hash = s.facts_hash
      from sighted s where t.id = s.known_id and (s.facts_hash <> s.known_hash or s.missing_since is not null or s.imported)
      returning t.id
    ), changes as (
      ${tokenChanges(Prisma.sql`(select s.*, s.maker as creator_account_id from sighted s where s.facts_hash <> s.known_hash)`, { at: now, source: `sync:${run.id}` })}
    ), gone as (
      delete from token_fingerprint f using sighted s
      where f.token_id = s.known_id and s.facts_hash <> s.known_hash
        and not exists (select from jsonb_to_recordset(s.fingerprints) as g (kind text, value text) where g.kind = f.kind::text and g.value = f.value)
    ), printed as (
      insert into token_fingerprint (token_id, kind, value, pepper_version)
      select coalesce(s.known_id, s.id), g.kind::fingerprint_kind, g.value, g.pepper_version
      from sighted s cross join lateral jsonb_to_recordset(s.fingerprints) as g (kind text, value text, pepper_version int)
      where s.known_id is null or s.facts_hash <> s.known_hash
      on conflict do nothing
    ), seen as (
      insert into sync_seen (run_id, kind, subject) select ${run.id}::uuid, 'token', coalesce(s.known_id, s.id) from sighted s on conflict do nothing
    )
    select id, 'created' as what from fresh union all select id, 'changed' from altered
    union all select s.known_id, 'unchanged' from sighted s where s.known_id is not null and not (s.facts_hash <> s.known_hash or s.missing_since is not null or s.imported)`;
}
