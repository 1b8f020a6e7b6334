import type { Context } from "../../../../lib/core/context";
import { Prisma, type Tx } from "../../../../lib/core/db";
import { type Counts, type ImportRun, nothing } from "../parts";
import { ownerships, workloads } from "./apply-tokens";

/**
 * Brings a staging table in as the first listing of an empty inventory, with its indexes built once at the end (decision 20). `shared`: tokens that
 * have an exact fingerprint in common. Null when a token is known already, and then nothing was done.
 */
export async function loadFirstTokens(tx: Tx, ctx: Context, run: ImportRun, table: string): Promise<(Counts & { shared: string[] }) | null> {
  const now = ctx.clock.now();
  const [loaded] = await tx.$queryRaw<{ rows: bigint | null }[]>`select load_first_tokens(${run.id}::uuid, ${now}) as rows`;
  if (loaded?.rows == null) return null;
  const rows = Prisma.sql`(select s.*, null::uuid as known_id from ${Prisma.raw(table)} s)`;
  await tx.$executeRaw`${ownerships(run, now, rows)}`;
  await tx.$executeRaw`${workloads(run, now, rows)}`;
  await tx.$executeRaw`insert into reevaluation (connection_id) values (${run.connectionId}::uuid)`;
  await tx.$executeRaw`select set_config('work_mem', '256MB', true)`;
  // in two steps: joined to all fingerprints at once, each parallel process groups all of them
  const shared = await tx.$queryRaw<{ id: string }[]>`
    with twice as materialized (
      select kind, value, pepper_version from token_fingerprint where kind in ('hmac_sha256', 'sha256') group by kind, value, pepper_version having count(*) > 1
    )
    select f.id from twice s cross join lateral (
      select token_id as id from token_fingerprint where kind = s.kind and value = s.value and pepper_version = s.pepper_version offset 0
    ) f`;
  return { ...nothing, created: Number(loaded.rows), shared: shared.map(({ id }) => id) };
}
