import type { Prisma, Tx } from "../core/db";
import { conflict, notFound } from "../core/errors";

type Row = Prisma.WorkloadGetPayload<object>;

/** Loads a workload and locks its row, so that two changes of it come one after the other. Throws NotFound, or Conflict once it was merged into another. */
export async function livingWorkload(tx: Tx, id: string): Promise<Row> {
  await tx.$queryRaw`select id from workload where id = ${id}::uuid for update`;
  const workload = await tx.workload.findUnique({ where: { id }, include: { principal: { select: { name: true } } } });
  if (!workload) throw notFound("The workload");
  if (workload.principal) throw conflict(`${workload.name} was merged into ${workload.principal.name}. Change that one, or undo the merge first.`);
  return workload;
}
