import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson } from "../testkit/facts";
import { health, liveness } from "./queries";

const database = testDatabase();
const reader = () => database.context("web", asPerson({ id: "00000000-0000-4000-8000-000000000001", displayName: "Ada" }, "auditor"));
const beat = (process: "web" | "signer" | "collector" | "executor", walls: string, instance = "main") =>
  database.as(process).processStatus.upsert({
    where: { process_instance: { process, instance } },
    create: { process, instance, startedAt: database.clock.now(), heartbeatAt: database.clock.now(), walls },
    update: { heartbeatAt: database.clock.now(), walls },
  });

test("a process that never beat is missing, and the walls are unknown until all have spoken", async () => {
  await beat("web", "full");
  const state = await health(reader());
  expect(state).toMatchObject({ status: "degraded", walls: "unknown", database: "ok" });
  expect(state.processes.filter(({ alive }) => !alive).map(({ process }) => process)).toEqual(["signer", "collector", "executor"]);
});

test("all four beating is ok; one that runs without its own user makes the walls database only", async () => {
  for (const name of ["web", "signer", "collector", "executor"] as const) await beat(name, "full");
  expect(await health(reader())).toMatchObject({ status: "ok", walls: "full" });
  await beat("executor", "database_only");
  expect(await health(reader())).toMatchObject({ status: "ok", walls: "database_only" });
});

test("silence shows after twenty seconds; a replaced instance's old row does not count", async () => {
  database.clock.advance(30_000);
  for (const name of ["web", "signer", "collector"] as const) await beat(name, "full", "second");
  const state = await health(reader());
  expect(state.status).toBe("degraded");
  expect(state.processes.map(({ process, instance, alive }) => `${process}/${instance}/${alive}`)).toEqual([
    "collector/second/true",
    "executor/main/false",
    "signer/second/true",
    "web/second/true",
  ]);
});

test("an unreachable database is said, not thrown", async () => {
  const ctx = reader();
  const broken = { ...ctx, db: (await import("../core/db")).createDb("postgresql://nobody:x@127.0.0.1:1/none", 1) };
  expect(await health(broken)).toMatchObject({ status: "down", database: "unreachable", processes: [] });
  expect(await liveness(broken)).toEqual({ status: "down", walls: "unknown" });
});

test("strangers learn the state and the walls; the reasons and the processes are for people with a role", async () => {
  const stranger = database.context("web");
  expect(await liveness(stranger)).toEqual({ status: "degraded", walls: "unknown" });
  await expect(health(stranger)).rejects.toMatchObject({ code: "Forbidden" });
  expect((await health(reader())).reasons).toEqual(["The executor is not running."]);
});

test("a log that is not the sealed one, and one that nobody seals, are degraded, with the reason", async () => {
  for (const name of ["web", "signer", "collector", "executor"] as const) await beat(name, "full", "main");
  expect(await health(reader())).toMatchObject({ status: "ok", reasons: [] });
  await database.as("executor").sealing.update({ where: { id: 1 }, data: { brokenAt: database.clock.now(), brokenReason: "Entries were removed." } });
  expect(await liveness(database.context("web"))).toMatchObject({ status: "degraded" });
  expect((await health(reader())).reasons).toEqual([expect.stringContaining("Entries were removed.")]);
  await database.as("executor").sealing.update({ where: { id: 1 }, data: { brokenAt: null, brokenReason: null } });

  const owner = database.as("owner");
  await owner.$executeRaw`insert into audit_entry (at, db_role, actor, action, subject_type, subject_id, detail)
    values (clock_timestamp() - interval '30 seconds', 'web', 'operator:test', 'test.done', 'test', '1', '{}')`;
  expect(await health(reader())).toMatchObject({ status: "ok" });
  await owner.$executeRaw`insert into audit_entry (at, db_role, actor, action, subject_type, subject_id, detail)
    values (clock_timestamp() - interval '2 minutes', 'web', 'operator:test', 'test.done', 'test', '1', '{}')`;
  expect(await health(reader())).toMatchObject({ status: "degraded", reasons: [expect.stringContaining("wait to be sealed since")] });
});
