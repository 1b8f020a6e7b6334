import { expect, test } from "vitest";
import { hintOf } from "./hint";

const random = "aB3dE6gH9jK2mN5pQ8sT";

test.each([
  [`ghp_${random}${random}`, "ghp_…Q8sT"],
  [`dop_v1_${random}${random}`, "dop_v1_…Q8sT"],
  [`GOCSPX-${random}${random}`, "GOCSPX-…Q8sT"],
  // what is random may hold separators: none of it is a beginning
  [`glpat-a1TXGAMu_${random}`, "glpat-…Q8sT"],
  [`${random}-${random}`, "…Q8sT"],
  ["short-one", "•••"],
])("of %s no more than its fixed beginning and its end is shown", (secret, hint) => {
  expect(hintOf(secret, true)).toBe(hint);
});
