import type { Context } from "./context";
import type { Tx } from "./db";

const tries = 3;

/**
 * Runs one change as a transaction; one that lost a deadlock, or was overtaken by another, is tried again, at most three times in all. `run` must do
 * nothing but work on the database, for it may run more than once.
 */
export async function transaction<T>(ctx: Pick<Context, "db">, run: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ctx.db.$transaction(run);
    } catch (error) {
      const lost = ["40P01", "40001"].includes(sqlState(error) ?? "") || (error instanceof Error && "code" in error && error.code === "P2034");
      if (!lost || attempt === tries) throw error;
    }
  }
}

/** SQLSTATE of a database error that callers tell apart (unique violation, deadlock, serialization failure), wherever Prisma put it; else null. */
export function sqlState(error: unknown): string | null {
  return /\b(23505|40P01|40001)\b/.exec(error instanceof Error ? `${error.message} ${JSON.stringify("meta" in error ? error.meta : {})}` : "")?.[1] ?? null;
}
