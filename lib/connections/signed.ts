import type { Queryable } from "../core/db";

/**
 * Whether an administrator's signature stands for this connection as it is stored: vendor, origin, certificate authority and settings. It is
 * the executor's verdict, which web can't write. Only then may a directory's people be taken over; see docs/trust.md.
 */
export async function isSigned(db: Queryable, connectionId: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ signed: boolean }[]>`
    select exists (select from signed_connection where connection_id = ${connectionId}::uuid) as signed`;
  return row?.signed ?? false;
}
