import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { exportTokens } from "./export-tokens";

const database = testDatabase();
const reader = () => database.context("web", asPerson({ id: "00000000-0000-4000-8000-000000000001", displayName: "Ada" }, "auditor"));
const text = async (input: unknown) => new Response((await exportTokens(reader(), input)).body).text();

beforeAll(async () => {
  const make = facts(database.as("owner"), () => database.clock.now());
  const connection = await make.connection({ name: "unleash-prod" });
  await make.token(connection.id, { name: '=HYPERLINK("http://evil")' });
  for (let n = 0; n < 501; n++) await make.token(connection.id, { name: `token-${String(n).padStart(3, "0")}`, class: "deploy_key" });
});

test("CSV holds exactly the filtered rows across pages, and no cell can run", async () => {
  const lines = (await text({ format: "csv" })).trimEnd().split("\r\n");
  expect(lines).toHaveLength(1 + 502);
  expect(lines[1]).toContain(`"'=HYPERLINK(""http://evil"")"`);
  expect((await text({ format: "csv", class: "deploy_key", q: "token-00" })).trimEnd().split("\r\n")).toHaveLength(1 + 10);
});

test("JSON is one array in the order of the list; nothing matches is an empty one", async () => {
  const rows = JSON.parse(await text({ format: "json", class: "deploy_key", sort: "-name" })) as { name: string }[];
  expect(rows).toHaveLength(501);
  expect(rows[0]?.name).toBe("token-500");
  expect(JSON.parse(await text({ format: "json", q: "nothing like it" }))).toEqual([]);
});

test("an export is in the audit log; a stranger gets none", async () => {
  expect(await database.as("web").auditEntry.count({ where: { action: "inventory.exported" } })).toBeGreaterThan(0);
  await expect(exportTokens(database.context("web"), { format: "csv" })).rejects.toMatchObject({ name: "Forbidden" });
});
