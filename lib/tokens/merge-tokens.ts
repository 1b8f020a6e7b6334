import type { Context } from "../core/context";
import type { Statements } from "../core/copying";
import { Prisma } from "../core/db";
import { shadowListing } from "../exposure/shadow-tokens";
import { moveToPrincipal } from "./move-to-principal";
import { type Grouped, principals } from "./principals";

/** Whose groups to look at: tokens by id, or those that a query gives as its one column. */
export type MergeScope = { tokens: readonly string[] } | { tokensOf: Prisma.Sql };

/**
 * Who joins tokens holds this until the end of their transaction: two listings that bring the two sightings of one token at the same moment could
 * otherwise each miss the other. Take it before the first token is written, so that nobody waits for a row of somebody who waits here.
 */
export async function lockMerging(tx: Statements): Promise<void> {
  await tx.$queryRaw`select name from turn where name = 'merging' for no key update`;
}

/** Of a token's fingerprints, those that no two secrets share. A key id or a prefix is no proof. */
const exact = Prisma.sql`('hmac_sha256', 'sha256')`;

/**
 * One token that several connections list is one token with several sightings: tokens that share an exact fingerprint, by whatever way round,
 * form a group; one of them speaks for it (principals.ts says which), the others point to it. A function of the tokens alone, so the order in
 * which listings come does not matter; a group parts again when its fingerprints do. Owners, workloads and findings follow the principal.
 * Collector only. Returns the tokens whose place changed, for the rules.
 */
export async function mergeTokens(tx: Statements, ctx: Context, scope: MergeScope): Promise<string[]> {
  await lockMerging(tx);
  const seeds = "tokens" in scope ? Prisma.sql`select unnest(${[...scope.tokens]}::uuid[])` : scope.tokensOf;
  const [nodes, edges] = await readGroups(tx, seeds);
  if (nodes.length === 0) return [];
  const wanted = principals(nodes, edges);
  const moved = nodes.filter(({ id, merged }) => (wanted.get(id) ?? null) !== merged);
  if (moved.length === 0) return [];
  const rows = moved.map(({ id, merged }) => ({ id, was: merged, into: wanted.get(id) ?? null }));
  await tx.$executeRaw`
    update token t set merged_into = r.into from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, "into" uuid) where t.id = r.id`;
  await moveToPrincipal(tx, ctx, rows);
  const touched = [...new Set(rows.flatMap(({ id, was, into }) => [id, was, into].filter((one) => one !== null)))];
  await tx.$executeRaw`insert into reevaluation (token_id) select unnest(${touched}::uuid[])`;
  return touched;
}

/**
 * The tokens that share a fingerprint with a seed, or stand in a group with one, directly or through others; and what they share. Walks from
 * token to fingerprint to token, each of them once, so that ten thousand copies of one secret cost ten thousand steps and not their square. How far a
 * walk goes nobody can estimate: its tokens are looked up one by one, or a thousand of them would be found by reading all there are.
 */
async function readGroups(tx: Statements, seeds: Prisma.Sql): Promise<[Grouped[], { token: string; print: string }[]]> {
  const touched = await tx.$queryRaw<{ id: string }[]>`
    with seed (id) as materialized (${seeds})
    select s.id from seed s where exists (
      select from token_fingerprint f join token_fingerprint g on g.kind = f.kind and g.value = f.value and g.pepper_version = f.pepper_version and g.token_id <> f.token_id
      where f.token_id = s.id and f.kind in ${exact})
    union select s.id from seed s join token t on t.id = s.id where t.merged_into is not null
    union select s.id from seed s join token m on m.merged_into = s.id`;
  if (touched.length === 0) return [[], []];
  const ids = touched.map(({ id }) => id);
  const nodes = await tx.$queryRaw<Grouped[]>`
    with recursive walk (token, kind, value, pepper) as (
      select id, null::fingerprint_kind, null::text, null::int from unnest(${ids}::uuid[]) id
      union
      select n.token, n.kind, n.value, n.pepper from walk w cross join lateral (
        select null::uuid, f.kind, f.value, f.pepper_version from token_fingerprint f where f.token_id = w.token and f.kind in ${exact}
        union all select f.token_id, null, null, null from token_fingerprint f where f.kind = w.kind and f.value = w.value and f.pepper_version = w.pepper
        union all select t.merged_into, null, null, null from token t where t.id = w.token and t.merged_into is not null
        union all select m.id, null, null, null from token m where m.merged_into = w.token
      ) as n (token, kind, value, pepper)
    )
    select t.id, t.merged_into as merged, t.handle_key as "handleKey", t.connection_id as "connectionId", c.created_at as "connectedAt",
      case when c.connector = 'import' and c.name = ${shadowListing} then 3 when t.imported then 2 when c.id in (select connection_id from signed_connection) then 0 else 1 end as rank
    from walk w cross join lateral (select id, merged_into, handle_key, connection_id, imported from token where id = w.token offset 0) t
    join connection c on c.id = t.connection_id where w.token is not null`;
  const edges = await tx.$queryRaw<{ token: string; print: string }[]>`
    select t.id as token, f.kind || ':' || f.pepper_version || ':' || f.value as print from unnest(${nodes.map(({ id }) => id)}::uuid[]) t (id)
    cross join lateral (select kind, value, pepper_version from token_fingerprint where token_id = t.id and kind in ${exact} offset 0) f`;
  return [nodes, edges];
}
