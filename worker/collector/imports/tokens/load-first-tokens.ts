import { Prisma, type Tx } from "../../../../lib/core/db";
import { ImportEnded } from "../claim";
import type { ImportRun } from "../parts";
import { type NewTokenTable, newTokenColumns } from "./new-tokens";
import type { Stage } from "./stage";

/** Where the rows of a first file wait, in the order of `open_first_stage`. */
export const firstTables = ["token", "token_fingerprint", "ownership", "token_workload"] as const satisfies NewTokenTable[];

/**
 * Brings a staged file in as the first listing of an empty inventory, with its indexes built once at the end (decision 20). Returns how many tokens that were; null where somebody else
 * brought one meanwhile, and then nothing was done. Throws ImportEnded, and nothing is written.
 */
export async function loadFirstTokens(tx: Tx, run: ImportRun, stage: Stage): Promise<number | null> {
  const [loaded] = await tx.$queryRaw<{ rows: bigint | null }[]>`select load_first_tokens(${run.id}::uuid) as rows`;
  if (loaded?.rows == null) return null;
  await written(tx, run, stage, Number(loaded.rows));
  return Number(loaded.rows);
}

/** The same beside what is there. A token that the listing has got meanwhile ends it: sent again, the file is compared. */
export async function writeBeside(tx: Tx, run: ImportRun, stage: Stage): Promise<number> {
  const created = await copyInto(tx, stage, "token");
  await copyInto(tx, stage, "token_fingerprint");
  await written(tx, run, stage, created);
  return created;
}

async function written(tx: Tx, run: ImportRun, stage: Stage, created: number): Promise<void> {
  await copyInto(tx, stage, "ownership");
  await copyInto(tx, stage, "token_workload");
  await tx.$executeRaw`insert into reevaluation (connection_id) values (${run.connectionId}::uuid)`;
  const [row] = await tx.$queryRaw<{ cancelledBy: string | null }[]>`
    update import_run set created = created + ${created} where id = ${run.id}::uuid and status = 'running' and claimed_by = ${run.claim} returning cancelled_by as "cancelledBy"`;
  if (!row) throw new ImportEnded("lost");
  if (row.cancelledBy) throw new ImportEnded("cancelled");
}

function copyInto(tx: Tx, stage: Stage, table: (typeof firstTables)[number]): Promise<number> {
  const columns = Prisma.raw(newTokenColumns[table]);
  return tx.$executeRaw`insert into ${Prisma.raw(table)} (${columns}) select ${columns} from ${Prisma.raw(stage.table(firstTables.indexOf(table)))}`;
}
