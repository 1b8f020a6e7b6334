import { beforeAll, expect, test } from "vitest";
import type { RoleName } from "../domain/roles";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { coverage, waitingCounts } from "./queries";

const database = testDatabase();

beforeAll(async () => {
  database.clock.set(new Date());
  const make = facts(database.as("owner"), () => database.clock.now());
  const ago = (seconds: number) => new Date(database.clock.now().getTime() - seconds * 1000);
  const read = async (seconds: number, fields: { syncIntervalSeconds?: number; state?: "ok" | "failing" } = {}) => {
    const { state = "ok", ...rest } = fields;
    const { id } = await make.connection(rest);
    await make.health(id, { state, lastGoodSyncAt: ago(seconds) });
    return id;
  };
  await read(60);
  await read(60, { state: "failing" });
  await read(20_000, { syncIntervalSeconds: 86_400 });
  await read(20_000);
  const removed = await read(60);
  await database.as("owner").connectionRemoval.create({ data: { connectionId: removed, removedBy: "test", removedAt: ago(0), reason: "moved" } });
  await make.connection({ connector: "import" });
  await make.connection();
});

const person = (...roles: RoleName[]) => database.context("web", asPerson({ id: "00000000-0000-4000-8000-000000000001", displayName: "Ada" }, ...roles));

test("what was read well lately by its own schedule is fresh; removed ones and imports don't count", async () => {
  expect(await coverage(person("auditor"))).toEqual({ total: 5, fresh: 2 });
});

test("how much is covered is for people with a role", async () => {
  await expect(coverage(person())).rejects.toMatchObject({ code: "Forbidden" });
});

test("for somebody without a role nothing waits, and asking is no error", async () => {
  expect(await waitingCounts(person())).toEqual({ "/residue": 0, "/exposure": 0, "/requests": 0, "/my-tokens": 0 });
});

test("whoever has a role is told what waits for them", async () => {
  const make = facts(database.as("owner"), () => database.clock.now());
  const ada = await make.person({ displayName: "Ada" });
  const token = await make.token((await make.connection()).id);
  const offered = { tokenId: token.id, personId: ada.id, state: "suggested" as const, setBy: "test", setAt: database.clock.now() };
  await database.as("owner").ownership.create({ data: offered });
  expect(await waitingCounts(database.context("web", asPerson(ada, "token_owner")))).toMatchObject({ "/my-tokens": 1 });
});
