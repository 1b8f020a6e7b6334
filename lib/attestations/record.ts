import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import type { MyRow } from "./my-row";
import type { AttestationAnswer } from "./schemas";

/** One answer: the row as it was seen, and what was said with it. */
export interface Answered {
  row: MyRow;
  purpose?: string;
  workload?: string;
  expiryReviewed?: boolean;
  reason?: string;
  transfer?: string;
  request?: string;
  /** why no request could be filed */
  byHand?: string;
}

/** Keeps the answers, insert-only, each with the token, its findings and its use as they are at this moment. */
export async function recordAttestations(tx: Tx, ctx: Context, person: string, answer: AttestationAnswer, answered: readonly Answered[]): Promise<void> {
  const at = ctx.clock.now();
  await tx.attestation.createMany({
    data: answered.map(({ row, purpose, workload, expiryReviewed = false, reason, transfer, request, byHand }) => ({
      id: ctx.ids.uuid(),
      tokenId: row.token,
      personId: person,
      answer,
      purpose: purpose ?? row.purpose,
      workloadId: workload ?? row.workloads[0]?.id ?? null,
      expiryReviewed,
      reason: reason ?? null,
      transferId: transfer ?? null,
      requestId: request ?? null,
      evidence: { ...evidenceOf(row), ...(byHand ? { byHand } : {}) },
      at,
    })),
  });
}

const evidenceOf = ({ as, state, scopes, environment, created, lastUsed, expiry, findings, purpose, workloads, due, imported, owner }: MyRow) => ({
  as,
  owner: owner.id,
  state,
  scopes,
  environment,
  created,
  lastUsed,
  expiry,
  findings,
  purpose,
  workloads: workloads.map(({ id, name }) => ({ id, name })),
  due,
  imported,
});
