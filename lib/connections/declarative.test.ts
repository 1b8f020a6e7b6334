import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { changed, small, smallText } from "../connectors/declarative/testkit/small";
import { digestOf } from "../core/canonical";
import type { RoleName } from "../domain/roles";
import { ConnectionStatement } from "../domain/statement";
import { testDatabase } from "../testkit/database";
import { asPerson } from "../testkit/facts";
import { addConnection } from "./add-connection";
import { checkDeclaration } from "./check-declaration";
import { connectionOf, declarationFacts } from "./queries";

const database = testDatabase();
beforeAll(() => database.as("owner").deployment.create({ data: { id: randomUUID(), name: "test", createdAt: database.clock.now() } }));
const as = (...roles: RoleName[]) => database.context("web", asPerson({ id: randomUUID(), displayName: "P" }, ...roles));
const wrong = changed(["dead: [{ status: 401", "dead: [{ status: 500"]);
const add = (name: string, declaration: unknown, ctx = as("administrator")) =>
  addConnection(ctx, { name, vendor: "declarative", origin: "https://api.example.com", settings: { declaration: declaration as string } });

describe("a declarative connection", () => {
  test("keeps the parsed declaration, in the row as in the statement, and says of itself what the file says", async () => {
    const { id, statementDigest } = await add("small", smallText);
    const row = await database.as("web").connection.findUniqueOrThrow({ where: { id } });
    const { body } = await database.as("web").trustStatement.findUniqueOrThrow({ where: { digest: statementDigest } });
    expect(row.settings).toEqual({ declaration: small() });
    expect(ConnectionStatement.parse(JSON.parse(body)).settings).toEqual(row.settings);
    expect(await connectionOf(as("auditor"), id)).toMatchObject({ declared: { system: "Small", digest: digestOf(small()), basic: false, probes: true } });
    expect(await declarationFacts(as("auditor"), id)).toContainEqual({ label: "Revokes by", value: "DELETE /tokens/{{id}}", mono: true });
  });

  test("with a file that is wrong is not added, and the field says by line what is", async () => {
    const thrown = await add("wrong", wrong).catch((error: unknown) => error);
    expect(thrown).toMatchObject({
      code: "InvalidInput",
      detail: { fields: { "settings.declaration": expect.stringMatching(/^Line 35, probe\.dead\.0\.status: /) } },
    });
    expect(await database.as("web").connection.count({ where: { name: "wrong" } })).toBe(0);
    for (const settings of [undefined, 7, {}, { ...small(), extra: 1 }]) await expect(add("wrong", settings)).rejects.toMatchObject({ code: "InvalidInput" });
  });
});

describe("checkDeclaration", () => {
  test("says what a sound file does, and of a wrong one what is wrong", async () => {
    expect(await checkDeclaration(as("administrator"), { text: smallText })).toMatchObject({
      sound: true,
      declared: { system: "Small" },
      coverage: { classes: { api_key: { revoke: "can" } } },
      warnings: [expect.any(String), expect.any(String)],
    });
    expect(await checkDeclaration(as("administrator"), { text: wrong })).toMatchObject({ sound: false, problems: [{ line: 35, path: "probe.dead.0.status" }] });
  });

  test("is for who may manage connections", async () => {
    for (const role of ["security_manager", "approver", "auditor", "token_owner"] as const) {
      await expect(checkDeclaration(as(role), { text: smallText })).rejects.toMatchObject({ code: "Forbidden" });
      await expect(add(role, smallText, as(role))).rejects.toMatchObject({ code: "Forbidden" });
    }
  });
});
