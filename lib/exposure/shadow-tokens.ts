import { actorName, type Context } from "../core/context";
import type { Tx } from "../core/db";
import type { TokenClass } from "../domain/tokens";
import type { Identity } from "./identify";

/** Under this name the inventory lists what nobody had listed before it was found. */
export const shadowListing = "Found by scanning";

/** A secret of a kind that is a token, and that no token of the inventory is. */
export interface Shadow {
  class: TokenClass;
  name: string;
  hint: string;
  identity: Identity;
}

/**
 * A row of the inventory for each secret that matches nothing: known by its fingerprint alone, with unknown owner, and nothing can be executed on it
 * until a connection lists it too; then both are one token (lib/tokens/merge-tokens.ts). Collector only. Returns their ids in order.
 */
export async function addShadowTokens(tx: Tx, ctx: Context, shadows: readonly Shadow[]): Promise<string[]> {
  if (shadows.length === 0) return [];
  const connectionId = await listing(tx, ctx);
  const rows = shadows.map(({ class: tokenClass, name, hint, identity }) => ({
    id: ctx.ids.uuid(),
    class: tokenClass,
    key: JSON.stringify({ fingerprint: identity.current }),
    name,
    hint,
    value: identity.current,
    pepper: identity.pepperVersion,
  }));
  await tx.$executeRaw`
    insert into token (id, connection_id, class, handle_key, handle, name, hint, scopes, expiry, imported, first_seen_at, last_seen_at, facts_hash)
    select r.id, ${connectionId}::uuid, r.class, r.key, r.key::jsonb, r.name, r.hint, '{}', 'unknown', true, ${ctx.clock.now()}, ${ctx.clock.now()}, ''
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, class token_class, key text, name text, hint text)`;
  await tx.$executeRaw`
    insert into token_fingerprint (token_id, kind, value, pepper_version)
    select r.id, 'hmac_sha256', r.value, r.pepper from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, value text, pepper int)`;
  await tx.$executeRaw`insert into reevaluation (token_id) select unnest(${rows.map(({ id }) => id)}::uuid[])`;
  return rows.map(({ id }) => id);
}

async function listing(tx: Tx, ctx: Context): Promise<string> {
  const known = await tx.connection.findFirst({ where: { name: shadowListing, connector: "import", removal: null }, select: { id: true } });
  if (known) return known.id;
  const id = ctx.ids.uuid();
  await tx.$queryRaw`select add_import_connection(${id}::uuid, ${shadowListing}, ${actorName(ctx.actor)})::text`;
  return id;
}
