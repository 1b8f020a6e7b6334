import type { Tx } from "../core/db";

/**
 * Everyone who moves findings by rule holds this until the end of their transaction. Without it, a token arriving while its maker leaves
 * could be judged by each side before the other is visible, and a finding closed by proof could be reopened from a stale reading.
 * A row, because web's role could hold an advisory lock as long as it likes (docs/decisions/0013-locks-are-rows.md).
 */
export async function lockFindings(tx: Tx): Promise<void> {
  await tx.$queryRaw`select name from turn where name = 'findings' for no key update`;
}
