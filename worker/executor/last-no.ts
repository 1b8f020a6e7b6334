import type { Tx } from "../../lib/core/db";
import type { Authority } from "./authorise";
import { readLatches } from "./authority/read-latches";
import { refuseRequest } from "./authority/verify-request";
import type { Parts } from "./parts";
import { Refused } from "./refused";

/**
 * Asks once more, in the transaction that records the intent, whether anyone has said no: a vendor may have taken minutes to answer since authority was derived.
 * From here until that transaction ends no answer to the request can be written, so that whoever comes later can be told that it is too late.
 * Throws Refused; false when an answer that is just being written does not end, and then nothing may be done.
 */
export async function heardLastNo(tx: Tx, { ctx, journal, checks }: Parts, { request, target }: Pick<Authority, "request" | "target">): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ held: boolean }[]>`select hold_request(${request.row.id}::uuid) as held`;
  if (!row?.held) return false;
  const latches = await readLatches(tx, journal, request.row.id);
  const refusal = refuseRequest({ ...request, latches, now: ctx.clock.now() }, target, checks);
  if (refusal) throw new Refused(refusal);
  return true;
}
