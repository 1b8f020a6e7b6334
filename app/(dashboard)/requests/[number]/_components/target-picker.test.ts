import { expect, test } from "vitest";
import type { RequestTargetView } from "@/lib/requests/request-page";
import { markOf } from "./target-picker";

test.each([
  ["dead", "proven", { state: "done", label: "proven dead" }],
  ["disabled", "proven", { state: "done", label: "proven disabled" }],
  ["shortened", "proven", { state: "done", label: "proven shortened" }],
  ["disabled", "refused", { state: "failed", label: "refused" }],
  ["dead", "proving", { state: "live", label: "under way" }],
] as const)("a target to be made %s whose execution is %s", (effect, status, mark) => {
  expect(markOf({ execution: { effect, status } as RequestTargetView["execution"] })).toEqual(mark);
});
