import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { health } from "./queries";

const database = testDatabase();
const beat = (process: "web" | "signer" | "collector" | "executor", walls: string, instance = "main") =>
  database.as(process).processStatus.upsert({
    where: { process_instance: { process, instance } },
    create: { process, instance, startedAt: database.clock.now(), heartbeatAt: database.clock.now(), walls },
    update: { heartbeatAt: database.clock.now(), walls },
  });

test("a process that never beat is missing, and the walls are unknown until all have spoken", async () => {
  await beat("web", "full");
  const state = await health(database.context("web"));
  expect(state).toMatchObject({ status: "degraded", walls: "unknown", database: "ok" });
  expect(state.processes.filter(({ alive }) => !alive).map(({ process }) => process)).toEqual(["signer", "collector", "executor"]);
});

test("all four beating is ok; one that runs without its own user makes the walls database only", async () => {
  for (const name of ["web", "signer", "collector", "executor"] as const) await beat(name, "full");
  expect(await health(database.context("web"))).toMatchObject({ status: "ok", walls: "full" });
  await beat("executor", "database_only");
  expect(await health(database.context("web"))).toMatchObject({ status: "ok", walls: "database_only" });
});

test("silence shows after twenty seconds; a replaced instance's old row does not count", async () => {
  database.clock.advance(30_000);
  for (const name of ["web", "signer", "collector"] as const) await beat(name, "full", "second");
  const state = await health(database.context("web"));
  expect(state.status).toBe("degraded");
  expect(state.processes.map(({ process, instance, alive }) => `${process}/${instance}/${alive}`)).toEqual([
    "collector/second/true",
    "executor/main/false",
    "signer/second/true",
    "web/second/true",
  ]);
});

test("an unreachable database is said, not thrown", async () => {
  const ctx = database.context("web");
  const broken = { ...ctx, db: (await import("../core/db")).createDb("postgresql://nobody:x@127.0.0.1:1/none", 1) };
  expect(await health(broken)).toMatchObject({ status: "down", database: "unreachable", processes: [] });
});
