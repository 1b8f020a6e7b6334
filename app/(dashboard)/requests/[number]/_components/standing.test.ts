import { expect, test } from "vitest";
import type { RequestPage } from "@/lib/requests/request-page";
import { standingOf } from "./standing";

const request = (effect: RequestPage["effect"], statuses: readonly string[]) =>
  ({ effect, status: "approved", targets: statuses.map((status) => ({ execution: { status, unprovenSince: null } })) }) as unknown as RequestPage;

test.each([
  ["dead", ["proven"], "Proven dead."],
  ["disabled", ["proven"], "Proven disabled."],
  ["disabled", ["proven", "proven"], "All 2 tokens are proven disabled."],
  ["dead", ["proven", "refused", "irrevocable"], "1 of 3 proven dead; 1 can’t be revoked; 1 refused."],
  ["dead", ["proven", "proving"], "Acted. The machine is proving that the token is dead."],
  ["dead", ["refused"], "The machine refused."],
] as const)("a request to make %s whose targets are %j", (effect, statuses, words) => {
  expect(standingOf(request(effect, statuses))).toBe(words);
});
