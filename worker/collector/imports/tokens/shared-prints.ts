import { Prisma, type Tx } from "../../../../lib/core/db";
import type { Counts, ImportRun } from "../parts";

/**
 * Of the tokens that a staged batch brought, those to look at for mergeTokens: whose exact fingerprint another token has too, and changed ones that
 * stood in a group. Looked for after the batch's commit: of two listings that bring one token at the same time, the later sees both.
 */
export async function sharedPrints(tx: Tx, run: ImportRun, table: string, { changed }: Counts): Promise<string[]> {
  await byIndex(tx);
  const stage = Prisma.raw(table);
  const parted =
    changed === 0
      ? Prisma.empty
      : Prisma.sql`union select t.id from ${stage} s join token t on t.connection_id = ${run.connectionId}::uuid and t.handle_key = s.handle_key
          where t.id <> s.id and (t.merged_into is not null or exists (select from token m where m.merged_into = t.id))`;
  const found = await tx.$queryRaw<{ id: string }[]>`
    select unnest(array_agg(f.token_id)) as id from ${stage} s
    cross join lateral (values ('hmac_sha256'::fingerprint_kind, s.hmac, s.pepper), ('sha256', s.sha256, 0)) as p (kind, value, pepper)
    join token_fingerprint f on f.kind = p.kind and f.value = p.value and f.pepper_version = p.pepper
    where p.value is not null group by s.id, p.kind having count(*) > 1
    ${parted}`;
  return [...new Set(found.map(({ id }) => id))];
}

/** A batch is small beside the inventory: looked up by index, never by reading all of it. Until the end of the transaction. */
export async function byIndex(tx: Tx): Promise<void> {
  await tx.$executeRaw`
    select set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('work_mem', '64MB', true)`;
}
