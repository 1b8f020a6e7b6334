import type { Context } from "../../../../lib/core/context";
import { copying } from "../../../../lib/core/copying";
import { Prisma } from "../../../../lib/core/db";
import { atOnce } from "../../../../lib/core/snapshot";
import { mergeTokens } from "../../../../lib/tokens/merge-tokens";
import type { Ends } from "./new-tokens";

/** Groups are whole in memory while they are put together, and the client would keep several copies of each row. */
const groups = 500;
/** One look over all fingerprints costs as much as looking a tenth of them up, each by itself. */
const tenth = 0.1;

/** What a run brought, all of it committed. */
export interface Brought {
  count: number;
  /** the lowest and the highest of their ids; null = unknown */
  ends: Ends | null;
}

/**
 * Joins the tokens that a run brought to those that share an exact fingerprint with them. Looked for after all of it was committed: of two listings that bring one
 * token at the same time, the later sees both. Little is looked up in the index; much, by one look over everything, which finds whatever was not joined yet.
 */
export async function joinTwins(ctx: Context, brought: Brought): Promise<void> {
  await atOnce(ctx.db, { work_mem: "128MB" }, async (look) => {
    const [all] = await look.rows<{ count: number }>(Prisma.sql`select reltuples as count from pg_class where oid = 'token_fingerprint'::regclass`);
    const few = brought.ends !== null && brought.count < tenth * (all?.count ?? 0);
    await look.rows(Prisma.sql`declare twins no scroll cursor for ${few ? lookedUp(brought.ends as Ends) : unjoined}`);
    for (;;) {
      const found = await look.rows<{ id: string }>(Prisma.sql`fetch ${Prisma.raw(String(groups))} from twins`);
      if (found.length === 0) return;
      await joinGroups(
        ctx,
        found.map(({ id }) => id),
      );
    }
  });
}

/** Joins tokens to their twins, some at a time: each time whole groups, whoever of them is named. */
export async function joinGroups(ctx: Context, tokens: readonly string[]): Promise<void> {
  for (let from = 0; from < tokens.length; from += groups) {
    const some = tokens.slice(from, from + groups);
    await copying(ctx.db, (tx) => mergeTokens(tx, ctx, { tokens: some }));
  }
}

const exact = Prisma.sql`('hmac_sha256', 'sha256')`;

/** Of those that share a fingerprint, one; it leads to the others. No two peppers give one value. */
const lookedUp = ([first, last]: Ends): Prisma.Sql => Prisma.sql`
  select f.token_id as id from token_fingerprint f where f.token_id between ${first}::uuid and ${last}::uuid and f.kind in ${exact}
    and exists (select from (select g.token_id from token_fingerprint g where g.kind = f.kind and g.value = f.value limit 2 offset 0) g where g.token_id <> f.token_id)`;

/** By 64 bits of each value first, which are sorted in a third of the time that texts are grouped in. */
const unjoined = Prisma.sql`
  with twice as materialized (
    select hashtextextended(value, 0) as hash from token_fingerprint where kind in ${exact} group by 1 having count(*) > 1
  )
  select (array_agg(f.token_id))[1] as id from token_fingerprint f join token t on t.id = f.token_id
  where f.kind in ${exact} and hashtextextended(f.value, 0) in (select hash from twice)
  group by f.kind, f.value having count(distinct coalesce(t.merged_into, t.id)) > 1`;
