import { expect, test } from "vitest";
import { z } from "zod";
import type { Actor, Context } from "../core/context";
import { notFound } from "../core/errors";
import { testDatabase } from "../testkit/database";
import { type RouteSurroundings, runRoute } from "./run-route";

const database = testDatabase();
const own = "http://localhost:3000";
const auditor: Actor = { type: "person", id: "00000000-0000-7000-8000-000000000001", displayName: "A", roles: ["auditor"], sessionId: "s" };
const around = (actor: Actor | null, params: RouteSurroundings["params"] = {}): RouteSurroundings => ({
  params,
  ownOrigin: own,
  signedIn: async () => actor && database.context("web", actor),
  onUnknown: () => undefined,
});
const route = {
  input: z.object({ id: z.string(), limit: z.coerce.number().int().max(100).default(50) }),
  authorize: () => ({ action: "audit.read" as const }),
  run: async (_ctx: Context, input: { id: string; limit: number }) => input,
};

test("reads with query and path; a path parameter cannot be overridden from the query", async () => {
  const answer = await runRoute(route, new Request(`${own}/api/x/1?limit=7&id=2`), around(auditor, { id: "1" }));
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(await answer.json()).toEqual({ id: "1", limit: 7 });
});

test("strangers get 401, wrong roles 403, bad queries 400 with the field, missing things 404, all as problem+json", async () => {
  const get = (actor: Actor | null, query = "", run: () => Promise<never> | Promise<object> = async () => ({})) =>
    runRoute({ ...route, run }, new Request(`${own}/api/x/1${query}`), around(actor, { id: "1" }));
  expect((await get(null)).status).toBe(401);
  expect((await get({ ...auditor, roles: ["approver"] })).status).toBe(403);
  const bad = await get(auditor, "?limit=1000");
  expect(bad.headers.get("content-type")).toBe("application/problem+json");
  expect(await bad.json()).toMatchObject({ status: 400, fields: { limit: expect.any(String) } });
  expect((await get(auditor, "", () => Promise.reject(notFound("It")))).status).toBe(404);
  expect((await get(auditor)).status).toBe(200);
});

test("a mutating request needs our origin", async () => {
  const post = (headers: Record<string, string>) =>
    runRoute(route, new Request(`${own}/api/x/1`, { method: "POST", body: "{}", headers }), around(auditor, { id: "1" }));
  expect((await post({ origin: "https://evil.example" })).status).toBe(403);
  expect((await post({})).status).toBe(403);
  expect((await post({ origin: own })).status).toBe(200);
});

test("a body that is no JSON object is told so", async () => {
  const post = (body: string) =>
    runRoute(route, new Request(`${own}/api/x/1`, { method: "POST", body, headers: { origin: own } }), around(auditor, { id: "1" }));
  expect((await post("nonsense")).status).toBe(400);
  expect((await post("[1]")).status).toBe(400);
});
