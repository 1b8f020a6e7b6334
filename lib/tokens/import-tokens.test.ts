import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { importTokens } from "./import-tokens";

const database = testDatabase();
const connectionId = "00000000-0000-7000-8000-00000000c0de";

const row = {
  class: "api_key",
  id: "AKIA1",
  name: "backup-1",
  hint: "AKIA…1",
  fingerprint: "a".repeat(64),
  scopes: ["s3:*"],
  environment: "production",
  creator: { userName: "dana", name: "Dana", email: "dana@example.com", enabled: true },
  owner: "priya",
  purpose: "Nightly backup",
  created: "2026-01-02T03:04:05Z",
  expiry: { kind: "never", at: null },
  lastUsed: null,
};

async function world(): Promise<void> {
  const now = database.clock.now();
  await database
    .as("owner")
    .connection.create({ data: { id: connectionId, name: "files", connector: "import", origin: "import:files", createdBy: "test", createdAt: now } });
  const person = { source: "scim", status: "active", statusSource: "scim", firstSeenAt: now, changedAt: now } as const;
  for (const [n, userName] of ["dana", "priya"].entries())
    await database.as("owner").person.create({
      data: {
        ...person,
        id: `00000000-0000-7000-8000-00000000000${n}`,
        externalId: userName,
        userName,
        displayName: userName,
        email: `${userName}@example.com`,
      },
    });
}

test("a listing comes in as data, once, with its makers, owners and findings; a bad row loses nothing else", async () => {
  await world();
  const ctx = database.context("collector");
  const rows = [row, { ...row, id: "AKIA2", fingerprint: "not a hash" }, { ...row, id: "AKIA3", owner: null, lastUsed: "2026-02-02T00:00:00Z" }];
  const summary = await importTokens(ctx, { connectionId, source: "sample data", rows });
  expect(summary).toMatchObject({ read: 3, created: 2, unchanged: 0, rejected: [{ row: 1, field: "fingerprint" }] });
  expect(await importTokens(ctx, { connectionId, source: "sample data", rows })).toMatchObject({ created: 0, unchanged: 2 });

  const tokens = await database
    .as("web")
    .token.findMany({ orderBy: { handleKey: "asc" }, include: { creator: { include: { link: true } }, ownership: true, findings: true } });
  expect(tokens).toHaveLength(2);
  expect(tokens[0]).toMatchObject({
    imported: true,
    issuedFrom: "sample data",
    lastUsedAt: null,
    lastUsedFrom: null,
    ownership: { state: "confirmed", purpose: "Nightly backup" },
  });
  expect(tokens[0]?.creator?.link).not.toBeNull();
  expect(tokens.map((token) => token.findings.map(({ rule }) => rule).sort())).toEqual([["never-expires"], ["never-expires", "no-owner"]]);
});

test("web can't import, not even by calling the verb", async () => {
  await expect(
    importTokens(database.context("web", { type: "person", id: connectionId, displayName: "x", roles: ["administrator"], sessionId: "x" }), {
      connectionId,
      source: "x",
      rows: [row],
    }),
  ).rejects.toMatchObject({ code: "Forbidden" });
  await expect(importTokens(database.context("web"), { connectionId, source: "x", rows: [{ ...row, id: "AKIA9" }] })).rejects.toThrow(/permission denied/);
});
