import { Prisma, type Tx } from "../../../../lib/core/db";
import type { ImportRun } from "../parts";
import { type NewTokenTable, newTokenColumns } from "./new-tokens";
import type { Stage } from "./stage";

/** Where the rows of a first file wait, in the order of `open_first_stage`. */
export const firstTables = ["token", "token_fingerprint", "ownership", "token_workload"] as const satisfies NewTokenTable[];

/**
 * Brings a staged file in as the first listing of an empty inventory, with its indexes built once at the end (decision 20). Where somebody else brought a token meanwhile, the same
 * rows are written as new ones beside it: `first` is false then.
 */
export async function loadFirstTokens(tx: Tx, run: ImportRun, stage: Stage): Promise<{ created: number; first: boolean }> {
  const write = (table: (typeof firstTables)[number]) => {
    const columns = Prisma.raw(newTokenColumns[table]);
    return tx.$executeRaw`insert into ${Prisma.raw(table)} (${columns}) select ${columns} from ${Prisma.raw(stage.table(firstTables.indexOf(table)))}`;
  };
  const [loaded] = await tx.$queryRaw<{ rows: bigint | null }[]>`select load_first_tokens(${run.id}::uuid) as rows`;
  const first = loaded?.rows != null;
  const created = first ? Number(loaded.rows) : await write("token");
  if (!first) await write("token_fingerprint");
  await write("ownership");
  await write("token_workload");
  await tx.$executeRaw`insert into reevaluation (connection_id) values (${run.connectionId}::uuid)`;
  await tx.$executeRaw`update import_run set created = created + ${created} where id = ${run.id}::uuid and claimed_by = ${run.claim}`;
  return { created, first };
}
