import type { Tx } from "../core/db";

/** "fin" in ASCII; any fixed number will do. */
const findingsLock = 0x66696e;

/**
 * Everyone who moves findings by rule holds this until the end of their transaction. Without it, a token arriving while its maker leaves
 * could be judged by each side before the other is visible, and a finding closed by proof could be reopened from a stale reading.
 */
export async function lockFindings(tx: Tx): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(${findingsLock}::bigint)`;
}
