import type { defaultLimits, ImportParts, ImportRun, Taker } from "./parts";
import { takeRows } from "./take-rows";
import { takeFirstTokens } from "./tokens/take-first-tokens";
import { takeTokens } from "./tokens/take-tokens";

/** What takes in the rows of this run's kind. */
export async function takerOf(
  parts: ImportParts,
  run: ImportRun,
  header: readonly string[],
  limits: typeof defaultLimits & { bytes: number | null },
): Promise<Taker> {
  if (run.kind !== "tokens") return takeRows(parts.ctx, run, header);
  const large = limits.bytes !== null && limits.bytes >= limits.loadFromBytes;
  const whole = large && run.position === 0 && (await parts.ctx.db.token.findFirst({ select: { id: true } })) === null;
  return whole ? takeFirstTokens(parts, run, header) : takeTokens(parts, run, header);
}
