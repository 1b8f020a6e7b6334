import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson } from "../testkit/facts";
import { appendAudit, appendAuditEach, appendAuditOfEach } from "./append";

const database = testDatabase();

test("the database stamps who is connected, whatever the actor says", async () => {
  await database
    .as("web")
    .$transaction((tx) => appendAudit(tx, { type: "process", name: "executor" }, { action: "test.forged", subject: { type: "test", id: "1" } }));
  const [entry] = await database.as("web").auditEntry.findMany();
  expect(entry).toMatchObject({ dbRole: "web", actor: "process:executor", action: "test.forged" });
});

test("no runtime role can write the log around the function", async () => {
  for (const role of ["web", "signer", "collector", "executor"] as const)
    await expect(
      database.as(role)
        .$executeRaw`insert into audit_entry (at, db_role, actor, action, subject_type, subject_id, detail) values (now(), 'executor', 'a', 'b', 'c', 'd', '{}')`,
    ).rejects.toThrow(/permission denied/);
});

test("what a program did says through which API token, one entry or many, each with its own facts", async () => {
  const through = {
    ...asPerson({ id: "0192aaaa-0000-7000-8000-000000000001", displayName: "Ada" }, "security_manager"),
    apiToken: { id: "key", scopes: [] },
  } as const;
  await database.as("web").$transaction(async (tx) => {
    await appendAudit(tx, through, { action: "test.one", subject: { type: "token", id: "1" } });
    await appendAuditEach(tx, through, ["2", "3"], { action: "test.same", subject: "token", detail: { is: "same" } });
    await appendAuditOfEach(tx, through, "token", [
      { action: "test.own", id: "4", detail: { is: "fourth" } },
      { action: "test.own", id: "5", detail: { is: "fifth" } },
    ]);
  });
  const entries = await database.as("web").auditEntry.findMany({ where: { detail: { path: ["via"], equals: "api_token:key" } }, orderBy: { id: "asc" } });
  const via = "api_token:key";
  expect(entries.map(({ subjectId, detail }) => [subjectId, detail])).toEqual([
    ["1", { via }],
    ["2", { is: "same", via }],
    ["3", { is: "same", via }],
    ["4", { is: "fourth", via }],
    ["5", { is: "fifth", via }],
  ]);
});
