import type pg from "pg";
import { type Db, poolOf } from "./db";

/** Runs `use` on a connection of the driver's own, between `begin` and a commit; what it throws undoes everything. */
export async function driverTransaction<T>(db: Db, begin: string, use: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await poolOf(db).connect();
  let failed: Error | undefined;
  try {
    await client.query(begin);
    const result = await use(client);
    await client.query("commit");
    return result;
  } catch (error) {
    failed = error as Error;
    throw error;
  } finally {
    // a connection in the middle of something is of no use to others
    client.release(failed);
  }
}
