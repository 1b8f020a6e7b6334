import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { appendAudit } from "./append";

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
