import type { Tx } from "../core/db";
import { conflict } from "../core/errors";

interface Identity {
  spiffeId: string | null;
  oidcIssuer: string | null;
  oidcSubject: string | null;
}

/** A workload identity names one workload. Throws Conflict where another living one has it: the two are one, and merging them says so. */
export async function mustBeUnclaimed(tx: Tx, { spiffeId, oidcIssuer, oidcSubject }: Identity, except?: string): Promise<void> {
  const claims = [...(spiffeId ? [{ spiffeId }] : []), ...(oidcIssuer && oidcSubject ? [{ oidcIssuer, oidcSubject }] : [])];
  if (claims.length === 0) return;
  const other = await tx.workload.findFirst({ where: { OR: claims, mergedInto: null, ...(except ? { id: { not: except } } : {}) }, select: { name: true } });
  if (other) throw conflict(`${other.name} has this identity already. Merge the two if they are one, or correct the identity.`);
}
