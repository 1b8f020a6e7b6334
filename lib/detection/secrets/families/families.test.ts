import { describe, expect, it } from "vitest";
import { kinds } from "../catalog";
import { crc32 } from "../checks/crc32";
import { createScanner } from "../scanner";
import { casesByHand, good, jwt } from "../testkit/cases-by-hand";
import { casesByName } from "../testkit/cases-by-name";
import { casesOfKeys } from "../testkit/cases-of-keys";
import { alnums, bytes, digits, lowers, random, withChecksum } from "../testkit/make";

const scanner = createScanner();
const hits = (text: string, path?: string) => scanner.scan(bytes(text), path === undefined ? {} : { path });
const hex = "0123456789abcdef";
const at = "@";
const routable = (() => {
  const begun = `glpat-${random(50, `${alnums}-_`, "gl")}.01.1e`;
  return begun + crc32(bytes(begun), 0, begun.length).toString(36).padStart(7, "0");
})();
const cases = { ...casesByHand, ...casesOfKeys, ...casesByName };

describe("kinds written by hand", () => {
  it.each(Object.entries(cases))("%s: found where it is, not where it nearly is", (id, { yes, no, path }) => {
    expect(kinds.has(id)).toBe(true);
    expect(yes.length).toBeGreaterThanOrEqual(3);
    expect(no.length).toBeGreaterThanOrEqual(3);
    for (const text of yes)
      expect(
        hits(text, path).map(({ kind }) => kind),
        text.slice(0, 90),
      ).toContain(id);
    for (const text of no)
      expect(
        hits(text, path).map(({ kind }) => kind),
        text.slice(0, 90),
      ).not.toContain(id);
  });

  it("tells a right checksum from a wrong one, and what each part says", () => {
    const right = withChecksum("ghp_", random(30, alnums, "x"));
    expect(hits(right)).toMatchObject([{ confidence: "checked" }]);
    expect(hits(`ghp_${random(36, alnums, "y")}`)).toMatchObject([{ confidence: "shaped" }]);
    expect(hits(routable)).toMatchObject([{ kind: "gitlab_pat_routable", confidence: "checked" }]);
    expect(hits(jwt({ alg: "HS256", kid: "k7" }, { iss: "https://i", sub: "joe" }, "z"))).toMatchObject([
      { parts: { keyId: "k7", host: "https://i", user: "joe" } },
    ]);
    expect(hits(`postgres://app:${good("h")}${at}db.corp/x`)).toMatchObject([{ parts: { host: "db.corp", user: "app" } }]);
  });

  it("marks examples of the vendors' own documents", () => {
    expect(hits(`AKIAIOSFODNN7${"EXAMPLE"}`)).toMatchObject([{ kind: "aws_access_key_id", mark: "example" }]);
    expect(hits(jwt({ alg: "HS256" }, { sub: "1234567890", name: "John Doe" }, "e"))).toMatchObject([{ mark: "example" }]);
    expect(hits(`postgres://user:password${at}localhost/x`)).toMatchObject([{ mark: "placeholder" }]);
    expect(hits(`joe:$2y$10$${random(53, `${alnums}./`, 1)}`)).toMatchObject([{ kind: "password_hash", mark: "hash" }]);
  });

  it("keeps the words of lock-files and of letters apart from secrets", () => {
    expect(hits(`"integrity": "sha512-${Buffer.from(random(64, lowers, 1)).toString("base64")}"`, "package-lock.json")).toEqual([]);
    expect(hits(`commit ${random(40, hex, 1)}\n${random(32, digits, 2)}`)).toEqual([]);
  });
});
