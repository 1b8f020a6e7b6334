import { expect, test } from "vitest";
import type { VendorRequest } from "../contract";
import { get, listCreations, pathOf } from "./client";

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

test("a base path goes before every path, and a malformed one is refused", async () => {
  const asked: string[] = [];
  await get(answering([{}], asked, { basePath: "/unleash" }), "/api/admin/user");
  expect(asked).toEqual(["/unleash/api/admin/user"]);
  for (const basePath of ["//evil.test", "/a/", "/a?b", "https://evil.test"]) expect(() => pathOf({ settings: { basePath } }, "/x")).toThrow();
});
