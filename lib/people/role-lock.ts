import type { Tx } from "../core/db";

/** Roles change one at a time: of two administrators who remove each other at once, the second sees that they are the last. */
export async function lockRoles(tx: Tx): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtext('role_grant'))::text`;
}
