import type { Context } from "../../../../lib/core/context";
import { Prisma, type Tx } from "../../../../lib/core/db";
import { type Counts, type ImportRun, nothing } from "../parts";
import { ownerships, workloads } from "./apply-tokens";

/**
 * Brings a staging table in as the first listing of an empty inventory, with its indexes built once at the end (decision 20). Null when a token is known already, and
 * then nothing was done.
 */
export async function loadFirstTokens(tx: Tx, ctx: Context, run: ImportRun, table: string): Promise<Counts | null> {
  const now = ctx.clock.now();
  const [loaded] = await tx.$queryRaw<{ rows: bigint | null }[]>`select load_first_tokens(${run.id}::uuid, ${now}) as rows`;
  if (loaded?.rows == null) return null;
  const rows = Prisma.sql`(select s.*, null::uuid as known_id from ${Prisma.raw(table)} s)`;
  await tx.$executeRaw`${ownerships(run, now, rows)}`;
  await tx.$executeRaw`${workloads(run, now, rows)}`;
  await tx.$executeRaw`insert into reevaluation (connection_id) values (${run.connectionId}::uuid)`;
  return { ...nothing, created: Number(loaded.rows) };
}
