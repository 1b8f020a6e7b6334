import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { driverTransaction } from "./driver-transaction";

const database = testDatabase();

test("a connection that is lost between two statements fails its transaction alone; the next one gets another", async () => {
  const db = database.as("owner");
  const lost = driverTransaction(db, "begin", async (client) => {
    const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
    const gone = new Promise((resolve) => client.once("end", resolve));
    await db.$queryRaw`select pg_terminate_backend(${rows[0]?.pid}::int)`;
    await Promise.race([gone, setTimeout(5_000)]);
    await client.query("select 1");
  });
  await expect(lost).rejects.toThrow();
  const { rows } = await driverTransaction(db, "begin", (client) => client.query<{ one: number }>("select 1 as one"));
  expect(rows).toEqual([{ one: 1 }]);
});
