import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { evaluateSoon } from "../detection/evaluate-soon";
import { ownConnector } from "../domain/own-connector";

/** Its facts are looked at every few seconds; that they were is written down once a minute. */
const noteEverySeconds = 60;
/** What can be done with our own API tokens, in the words of a connector's coverage. */
const capabilities = {
  classes: { api_key: { list: "can", last_used: "can", describe: "can", revoke: { cannot: "It is revoked on the API tokens page, and stops at once." } } },
  blindSpots: [],
  directory: false,
};

/**
 * Takes the deployment's own API tokens into the inventory, as tokens of its own connection, with the person they speak for as maker and owner. Set-based; changes nothing
 * where nothing changed. A revoked one, and one whose owner left, has its end set to that moment: from then on it is refused for ever. A suspended owner's is disabled.
 * Collector only. Returns how many rows changed.
 */
export async function mirrorApiTokens(ctx: Context): Promise<number> {
  authorize(ctx.actor, "connection.sync");
  const own = await ctx.db.connection.findFirst({ where: { connector: ownConnector, removal: null }, select: { id: true } });
  if (!own) return 0;
  return ctx.db.$transaction(
    async (tx) => {
      await makers(tx, own.id, ctx.clock.now());
      const changed = await tokens(tx, own.id, ctx.clock.now());
      await introduce(
        tx,
        changed.filter(({ fresh }) => fresh).map(({ id }) => id),
      );
      if (changed.length > 0) await evaluateSoon(tx, ctx, { tokens: changed.map(({ id }) => id) });
      await note(tx, own.id, ctx.clock.now(), changed.length > 0);
      return changed.length;
    },
    { timeout: 60_000 },
  );
}

async function makers(tx: Tx, connection: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    insert into account as a (id, connection_id, external_id, kind, name, user_name, email, status, first_seen_at, last_seen_at, facts_hash)
    select gen_random_uuid(), ${connection}::uuid, p.id::text, 'user', p.display_name, p.user_name, p.email,
      (case when p.status = 'active' then 'enabled' else 'disabled' end)::account_status, ${now}, ${now}, md5(row(p.display_name, p.user_name, p.email, p.status)::text)
    from person p where exists (select from api_token k where k.person_id = p.id)
    on conflict (connection_id, external_id) do update set name = excluded.name, user_name = excluded.user_name, email = excluded.email, status = excluded.status,
      last_seen_at = excluded.last_seen_at, facts_hash = excluded.facts_hash
    where a.facts_hash <> excluded.facts_hash`;
  await tx.$executeRaw`
    insert into account_link (account_id, person_id, evidence, linked_at)
    select a.id, a.external_id::uuid, '{"apiToken": "made by this person, signed in here"}'::jsonb, ${now} from account a where a.connection_id = ${connection}::uuid
    on conflict (account_id) do nothing`;
}

/** `ended`: when it stopped counting, whatever came first, and why. */
async function tokens(tx: Tx, connection: string, now: Date): Promise<{ id: string; fresh: boolean }[]> {
  return tx.$queryRaw`
    with own as (
      select k.id as key, k.name, k.hint, k.scopes, k.created_at, k.last_used_at, a.id as account, p.status, p.status_at,
        least(k.expires_at, k.revoked_at, gone.at) as ended,
        case least(k.expires_at, k.revoked_at, gone.at) when k.revoked_at then 'countersign: revoked' when gone.at then 'countersign: its owner left' else 'countersign' end as ended_from
      from api_token k join person p on p.id = k.person_id
      join account a on a.connection_id = ${connection}::uuid and a.external_id = k.person_id::text
      left join lateral (select min(c.recorded_at) as at from person_status_change c
        where c.person_id = k.person_id and c."is" = 'departed' and c.recorded_at >= k.created_at) gone on true
    ), facts as (
      select o.*, case when o.status = 'suspended' then coalesce(o.status_at, ${now}) end as disabled, md5(row(o.name, o.hint, o.scopes, o.last_used_at, o.ended, o.status)::text) as hash from own o
    )
    insert into token as t (id, connection_id, class, handle_key, handle, name, hint, scopes, reach, creator_account_id, creator_from, issued_at, issued_from, expiry, expires_at, expires_from,
      last_used_at, last_used_from, disabled_at, first_seen_at, last_seen_at, facts_hash)
    select gen_random_uuid(), ${connection}::uuid, 'api_key', '{"id":"' || f.key || '"}', jsonb_build_object('id', f.key), f.name, f.hint, f.scopes,
      jsonb_build_object('level', case when exists (select from unnest(f.scopes) s where s like 'write:%') then 'high' else 'limited' end,
        'summary', 'This deployment: ' || array_to_string(f.scopes, ', ')),
      f.account, 'countersign', f.created_at, 'countersign', 'at', f.ended, f.ended_from, f.last_used_at, case when f.last_used_at is not null then 'countersign' end, f.disabled, ${now}, ${now}, f.hash
    from facts f
    on conflict (connection_id, handle_key) do update set name = excluded.name, hint = excluded.hint, expires_at = excluded.expires_at, expires_from = excluded.expires_from,
      last_used_at = excluded.last_used_at, last_used_from = excluded.last_used_from, disabled_at = excluded.disabled_at, last_seen_at = excluded.last_seen_at, facts_hash = excluded.facts_hash
    where t.facts_hash <> excluded.facts_hash or t.last_seen_at < ${now}::timestamptz - interval '1 hour'
    returning t.id, (xmax = 0) as fresh`;
}

/** New ones: whoever made it answers for it until somebody says otherwise, its name is what it is for, and its hash finds it where it leaked. */
async function introduce(tx: Tx, fresh: string[]): Promise<void> {
  if (fresh.length === 0) return;
  await tx.$executeRaw`
    insert into ownership (token_id, person_id, state, purpose, purpose_by, purpose_at, evidence, set_by, set_at)
    select t.id, k.person_id, 'confirmed', k.name, k.created_by, k.created_at, jsonb_build_object('apiToken', k.id), k.created_by, k.created_at
    from token t join api_token k on k.id = (t.handle ->> 'id')::uuid where t.id = any(${fresh}::uuid[]) on conflict (token_id) do nothing`;
  await tx.$executeRaw`
    insert into token_fingerprint (token_id, kind, value)
    select t.id, 'sha256', k.hash from token t join api_token k on k.id = (t.handle ->> 'id')::uuid where t.id = any(${fresh}::uuid[]) on conflict do nothing`;
}

async function note(tx: Tx, connection: string, now: Date, changed: boolean): Promise<void> {
  await tx.$executeRaw`
    insert into connection_health as h (connection_id, state, checked_at, last_good_sync_at, capabilities, tokens, missing, accounts)
    select ${connection}::uuid, 'ok', ${now}, ${now}, ${JSON.stringify(capabilities)}::jsonb, (select count(*)::int from token where connection_id = ${connection}::uuid), 0,
      (select count(*)::int from account where connection_id = ${connection}::uuid)
    on conflict (connection_id) do update set state = excluded.state, message = null, checked_at = excluded.checked_at, last_good_sync_at = excluded.last_good_sync_at,
      capabilities = excluded.capabilities, tokens = excluded.tokens, accounts = excluded.accounts
    where ${changed} or h.checked_at is null or h.checked_at < ${now}::timestamptz - make_interval(secs => ${noteEverySeconds})`;
}
