import type pg from "pg";
import { type Db, poolOf } from "./db";

/** Runs `use` on a connection of the driver's own, between `begin` and a commit; what it throws undoes everything. */
export async function driverTransaction<T>(db: Db, begin: string, use: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await poolOf(db).connect();
  let failed: Error | undefined;
  // told at the next statement; without anybody who listens it would end the process
  const lost = (error: Error) => {
    failed = error;
  };
  client.on("error", lost);
  try {
    await client.query(begin);
    const result = await use(client);
    await client.query("commit");
    return result;
  } catch (error) {
    failed = error as Error;
    throw error;
  } finally {
    client.off("error", lost);
    // a connection in the middle of something is of no use to others
    client.release(failed);
  }
}
