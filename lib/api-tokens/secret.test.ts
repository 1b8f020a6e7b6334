import { expect, test } from "vitest";
import { sha256 } from "../core/canonical";
import { systemIds } from "../core/ids";
import { isWellFormed, newSecret } from "./secret";

test("a token has its form, its checksum and its hash; the hint gives away eight characters beside the prefix", () => {
  const { token, hash, hint } = newSecret(systemIds);
  expect(token).toMatch(/^cst_[0-9A-Za-z]{49}$/);
  expect(hash).toBe(sha256(token));
  expect(hint).toBe(`${token.slice(0, 8)}…${token.slice(-4)}`);
  expect(isWellFormed(token)).toBe(true);
});

test("one wrong character is noticed, wherever it is", () => {
  const { token } = newSecret(systemIds);
  for (let at = 0; at < token.length; at++) {
    const wrong = token[at] === "a" ? "b" : "a";
    expect(isWellFormed(token.slice(0, at) + wrong + token.slice(at + 1)), `at ${at}`).toBe(false);
  }
  expect(isWellFormed("")).toBe(false);
  expect(isWellFormed(`${token} `)).toBe(false);
});

test("the checksum is CRC-32 as everybody computes it, over the 43 characters", () => {
  // zlib.crc32("0" × 43) = 0x7849568F, in base 62 "2CZclj"
  const ids = { uuid: () => "", secret: () => Buffer.alloc(32).toString("base64url") };
  expect(newSecret(ids).token).toBe(`cst_${"0".repeat(43)}2CZclj`);
});
