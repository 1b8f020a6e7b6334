import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { facts } from "../testkit/facts";
import { transaction } from "./transaction";

const database = testDatabase();
const make = () => facts(database.as("owner"), () => database.clock.now());

/** Two promises that wait for each other once. */
function meeting(): () => Promise<void> {
  let came = 0;
  let open = () => {};
  const both = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    came += 1;
    if (came >= 2) open();
    return both;
  };
}

test("of two changes that lock each other out the loser is tried again, and both hold", async () => {
  const [one, two] = [await make().person(), await make().person()];
  const met = meeting();
  let runs = 0;
  const rename = (first: string, second: string, to: string) =>
    transaction({ db: database.as("owner") }, async (tx) => {
      runs += 1;
      await tx.person.update({ where: { id: first }, data: { displayName: to } });
      await met();
      await tx.person.update({ where: { id: second }, data: { displayName: to } });
    });
  await Promise.all([rename(one.id, two.id, "A"), rename(two.id, one.id, "B")]);
  expect(runs).toBe(3);
  const names = await database.as("owner").person.findMany({ where: { id: { in: [one.id, two.id] } }, select: { displayName: true } });
  expect(new Set(names.map(({ displayName }) => displayName)).size).toBe(1);
});

test("any other fault is thrown at once", async () => {
  let runs = 0;
  const failing = transaction({ db: database.as("owner") }, async (tx) => {
    runs += 1;
    await tx.$executeRaw`select 1 / 0`;
  });
  await expect(failing).rejects.toThrow(/division by zero/);
  expect(runs).toBe(1);
});
