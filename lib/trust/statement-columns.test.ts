import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { buildTrustStatement } from "./statements";

const database = testDatabase();
const build = () => buildTrustStatement(database.context("web"), randomUUID(), { type: "countersign/approver-group", group: "platform", members: [] });

test("a statement whose columns say something else than its text is refused, whoever inserts it; an honest one goes in", async () => {
  const { statement: _, ...row } = build();
  const insert = (changes: Partial<typeof row>) =>
    database.as("web").trustStatement.createMany({ data: [{ ...row, ...changes, proposedBy: "test", createdAt: database.clock.now() }] });
  await expect(insert({ subject: "administrators" })).rejects.toThrow(/not those of the body/);
  await expect(insert({ kind: "connection" })).rejects.toThrow(/not those of the body/);
  await expect(insert({ digest: "0".repeat(64) })).rejects.toThrow(/not that of the body/);
  await expect(insert({ body: "{}" })).rejects.toThrow(/not that of the body/);
  expect((await insert({})).count).toBe(1);
});
