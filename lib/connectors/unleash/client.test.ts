import { expect, test } from "vitest";
import type { VendorRequest } from "../vendor-http";
import { get, listAccounts, listCreations, pathOf } from "./client";

const answering = (answers: unknown[], asked: string[] = [], settings: Record<string, unknown> = {}) => ({
  settings,
  credential: { apiToken: "user:x" },
  http: {
    request: async ({ path }: VendorRequest) => {
      asked.push(path);
      return { status: 200, headers: {}, text: JSON.stringify(answers.shift()) };
    },
  },
});
const event = (tokenName: string) => ({ createdByUserId: 1, createdAt: "2026-05-01T12:00:00.000Z", data: { tokenName } });

test("the event log is read to its end, page by page, and a row of another shape costs no other", async () => {
  const asked: string[] = [];
  const found = await listCreations(
    answering(
      [
        { events: [event("a"), { type: "odd" }], total: 3 },
        { events: [event("b")], total: 3 },
      ],
      asked,
    ),
  );
  expect(found.map(({ data }) => data.tokenName)).toEqual(["a", "b"]);
  expect(asked.map((path) => new URL(path, "http://x").searchParams.get("offset"))).toEqual(["0", "1000"]);
});

test("an event log that counts more than it gives is a fault: Unleash answers a failed search with an empty list", async () => {
  await expect(
    listCreations(
      answering([
        { events: [event("a")], total: 2 },
        { events: [], total: 2 },
      ]),
    ),
  ).rejects.toMatchObject({ kind: "shape" });
});

const ownWords = { id: "1", name: "NotFoundError", message: "The path you were looking for (/api/admin/service-account) is not available." };
const accounts = (status: number, text: string) => {
  const users = { status: 200, headers: {}, text: JSON.stringify({ users: [{ id: 1, username: "ada" }] }) };
  const answer = { status, headers: {}, text };
  return listAccounts({
    ...answering([]),
    http: { request: async ({ path }: VendorRequest) => (path.endsWith("service-account") ? answer : users) },
  });
};

test("no service accounts: when Unleash says in its own words that it has no such path, and by no other 404", async () => {
  expect(await accounts(404, JSON.stringify(ownWords))).toMatchObject({ total: 1, rejected: [] });
  expect(await accounts(200, '{"serviceAccounts":[{"id":2,"username":"robot"}]}')).toMatchObject({ total: 2 });
  for (const text of ["<html>404 Not Found</html>", "{}", '{"message":"not found"}', JSON.stringify({ ...ownWords, message: "No such user" })])
    await expect(accounts(404, text)).rejects.toMatchObject({ name: "VendorFault", kind: "unexpected_status" });
});

test("a base path goes before every path, and a malformed one is refused", async () => {
  const asked: string[] = [];
  await get(answering([{}], asked, { basePath: "/unleash" }), "/api/admin/user");
  expect(asked).toEqual(["/unleash/api/admin/user"]);
  for (const basePath of ["//evil.test", "/a/", "/a?b", "https://evil.test"]) expect(() => pathOf({ settings: { basePath } }, "/x")).toThrow();
});
