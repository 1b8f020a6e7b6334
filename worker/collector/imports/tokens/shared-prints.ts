import type { Statements } from "../../../../lib/core/copying";
import { Prisma } from "../../../../lib/core/db";
import type { Counts, ImportRun } from "../parts";

/**
 * Of the tokens that a staged batch brought, those to look at for mergeTokens: whose exact fingerprint another token has too, and changed ones that
 * stood in a group. Looked for after the batch's commit: of two listings that bring one token at the same time, the later sees both.
 */
export async function sharedPrints(tx: Statements, run: ImportRun, table: string, { changed }: Counts): Promise<string[]> {
  await byIndex(tx);
  const stage = Prisma.raw(table);
  const parted =
    changed === 0
      ? Prisma.empty
      : Prisma.sql`union select t.id from ${stage} s
          cross join lateral (select id, merged_into from token where connection_id = ${run.connectionId}::uuid and handle_key = s.handle_key limit 1) t
          where t.id <> s.id and (t.merged_into is not null or exists (select from token m where m.merged_into = t.id))`;
  // one walk along the index for all of them, in its order: half the cost of a search each. No two peppers give one value.
  const shared = (kind: "hmac_sha256" | "sha256", column: Prisma.Sql) => Prisma.sql`
    select unnest(array_agg(token_id)) as id from token_fingerprint
    where kind = ${kind}::fingerprint_kind and value = any(array(select ${column} from ${stage} where ${column} is not null))
    group by value having count(*) > 1`;
  const found = await tx.$queryRaw<{ id: string }[]>`
    ${shared("hmac_sha256", Prisma.sql`hmac`)}
    union all ${shared("sha256", Prisma.sql`sha256`)}
    ${parted}`;
  return [...new Set(found.map(({ id }) => id))];
}

/**
 * A batch is small beside the inventory: looked up by index, never by reading all of it. Until the end of the transaction. Statistics are no help: a
 * listing that is coming in has hardly any. So what is looked up by more than a key is looked up laterally, row by row.
 */
export async function byIndex(tx: Statements): Promise<void> {
  await tx.$executeRaw`
    select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('work_mem', '64MB', true)`;
}
