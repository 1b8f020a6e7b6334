import type { Queryable } from "../core/db";
import { notFound } from "../core/errors";
import type { RequestState } from "../domain/states";

/** Where a request stands, from the view that derives it. Throws NotFound. */
export async function requestStatus(db: Queryable, id: string): Promise<RequestState> {
  const [row] = await db.$queryRaw<{ status: RequestState }[]>`select status from request_status where request_id = ${id}::uuid`;
  if (!row) throw notFound("The request");
  return row.status;
}
