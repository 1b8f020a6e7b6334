import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { facts } from "../testkit/facts";
import { coverage } from "./queries";

const database = testDatabase();
const person = (roles: ("auditor" | "administrator")[]) =>
  database.context("web", { type: "person", id: "00000000-0000-4000-8000-000000000001", displayName: "Ada", roles, sessionId: "s" });

test("how much is covered is for people with a role, and any of them may see it", async () => {
  await facts(database.as("owner"), () => database.clock.now()).connection();
  await expect(coverage(person([]))).rejects.toMatchObject({ code: "Forbidden" });
  expect(await coverage(person(["auditor"]))).toEqual({ total: 1, fresh: 0 });
});
