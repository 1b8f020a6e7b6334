import type { Context } from "../../../lib/core/context";
import type { Tx } from "../../../lib/core/db";
import { sqlState } from "./fault";

const tries = 3;

/** Runs one SCIM change as a transaction; a deadlock with another change is tried again, at most three times. */
export async function transaction<T>(ctx: Context, run: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ctx.db.$transaction(run);
    } catch (error) {
      const lost = ["40P01", "40001"].includes(sqlState(error) ?? "") || (error instanceof Error && "code" in error && error.code === "P2034");
      if (!lost || attempt === tries) throw error;
    }
  }
}
