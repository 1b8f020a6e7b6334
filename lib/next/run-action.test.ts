import { expect, test } from "vitest";
import { z } from "zod";
import type { Actor, Context } from "../core/context";
import { conflict } from "../core/errors";
import { testDatabase } from "../testkit/database";
import { type ActionDefinition, type ActionRequest, runAction } from "./run-action";

const database = testDatabase();
const own = "http://localhost:3000";
const person = (roles: Extract<Actor, { type: "person" }>["roles"]): Actor => ({
  type: "person",
  id: "00000000-0000-7000-8000-000000000001",
  displayName: "Mira Koh",
  roles,
  sessionId: "00000000-0000-7000-8000-000000000002",
});
const request = (actor: Actor | null, headers: Record<string, string> = { origin: own }): ActionRequest => ({
  headers: new Headers(headers),
  ownOrigin: own,
  signedIn: async () => actor && database.context("web", actor),
  anonymous: () => database.context("web"),
  rethrow: () => undefined,
});
const echo = {
  input: z.object({ name: z.string().min(1, "is needed") }),
  authorize: ({ name }: { name: string }) => ({ action: "people.manage" as const, resource: { type: "person", id: name } }),
  run: async (_ctx: Context, { name }: { name: string }) => `hello ${name}`,
} satisfies ActionDefinition<z.ZodObject<{ name: z.ZodString }>, string>;

const denials = () => database.as("web").auditEntry.findMany({ where: { action: "access.denied" }, orderBy: { id: "asc" } });

test("without the role: Forbidden, audited, and nothing runs; with it: done", async () => {
  const denied = await runAction(echo, { name: "a" }, request(person(["auditor"])));
  expect(denied).toMatchObject({ ok: false, error: { code: "Forbidden" } });
  expect(await denials()).toMatchObject([{ subjectType: "person", subjectId: "a", detail: { action: "people.manage" } }]);
  expect(await runAction(echo, { name: "a" }, request(person(["administrator"])))).toEqual({ ok: true, data: "hello a" });
});

test.each([
  ["a foreign origin", { origin: "https://evil.example" }],
  ["another port of this host", { origin: "http://localhost:3001" }],
  ["no origin at all", {}],
  ["an opaque origin", { origin: "null" }],
  ["a host header that agrees with a foreign origin", { origin: "https://evil.example", host: "evil.example" }],
])("%s: refused; our own goes through", async (_name, headers) => {
  const actor = person(["administrator"]);
  expect(await runAction(echo, { name: "a" }, request(actor, headers))).toMatchObject({ ok: false, error: { code: "Forbidden" } });
  expect(await runAction(echo, { name: "a" }, request(actor))).toMatchObject({ ok: true });
});

test("signed out: told to sign in, and not audited", async () => {
  const before = (await denials()).length;
  expect(await runAction(echo, { name: "a" }, request(null))).toMatchObject({ ok: false, error: { code: "Unauthenticated" } });
  expect(await denials()).toHaveLength(before);
});

test("bad input names its field; typed errors keep their words; others show nothing of the inside", async () => {
  const actor = person(["administrator"]);
  expect(await runAction(echo, { name: "" }, request(actor))).toMatchObject({ error: { code: "InvalidInput", fields: { name: "is needed" } } });
  const lost = { ...echo, run: async () => Promise.reject(conflict("Someone was faster.")) };
  expect(await runAction(lost, { name: "a" }, request(actor))).toMatchObject({ error: { code: "Conflict", message: "Someone was faster." } });
  const broken = { ...echo, run: async () => Promise.reject(new Error("password=hunter2")) };
  const result = await runAction(broken, { name: "a" }, request(actor));
  expect(result).toMatchObject({ ok: false, error: { code: "Internal" } });
  expect(JSON.stringify(result)).not.toContain("hunter2");
});

test("an action without authorize does not type-check", () => {
  // @ts-expect-error authorize is missing
  const careless: ActionDefinition<typeof echo.input, string> = { input: echo.input, run: echo.run };
  expect(careless).toBeTruthy();
});
