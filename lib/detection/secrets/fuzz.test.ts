import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { work } from "./engine/bytes";
import { createScanner } from "./scanner";
import { tables } from "./table/tables";
import { casesOf } from "./testkit/cases";
import { alnums, bytes, random } from "./testkit/make";

const scanner = createScanner();
const entries = tables.flatMap((family) => family.entries);
/** A step is a byte that a detector looks at, about a nanosecond: fifty milliseconds a megabyte are some fifty steps a byte. */
const mostSteps = 40;

function stepsOf(text: Uint8Array): number {
  const before = work.steps;
  scanner.scan(text);
  scanner.scan(text, { prose: true, path: "x.env" });
  return (work.steps - before) / 2 / text.length;
}

const megabyte = 1 << 20;
const repeated = (unit: string) => bytes(unit.repeat(Math.ceil(megabyte / unit.length)));

describe("no input", () => {
  it.each(
    [
      "a",
      "=",
      " ",
      "\0",
      "\n",
      '"',
      "'",
      "\\",
      '\\\\\\"',
      "eyJ",
      "eyJhbGciOi",
      "-----BEGIN ",
      "-----BEGIN RSA PRIVATE KEY-----\n",
      "---- BEGIN ",
      "password=",
      "password:",
      'password="',
      "password='x",
      "password ",
      "password|",
      'token"',
      "secret>",
      "secret<",
      "secret</b><c>",
      "api_key: string = ",
      "key_key_key_",
      "://",
      "a://b:c",
      "a://b:",
      "postgres://",
      "a://b:c@",
      "@",
      "%3A%2F%2F",
      "password%3D",
      "%",
      "\\u003d",
      "token\\u0022",
      "Z2hw",
      "cGFzc3dvcmQ",
      "AKIA",
      "AKIAQQQQQQQQQQQQQQQQ ",
      "ghp_",
      "glpat-",
      "sk-",
      "xoxb-1-",
      "SG.",
      "sig=",
      "sv=1&se=2&sig=",
      "machine a login b ",
      "machine ",
      ":5432:",
      "a:5432:b:c:",
      "basic ",
      "bearer ",
      "curl -u ",
      " -u a:b",
      ":$apr1$",
      ":development.",
      "user:",
      "PuTTY-User-Key-File-",
      "identified by '",
      "Server=a;Password=",
      "password is ",
      "<password>",
      "${",
      "{{",
      "name: PASSWORD\n",
      '"name":"PASSWORD",',
      "AccountKey=",
      "datadog",
      "token token ",
      "tokentoken",
      "passwordpassword",
      "-password -password",
      "a.b.c.token.",
      "ya29.",
      "AAAA",
      "eyJ.eyJ.eyJ.",
      "x".repeat(47),
      "token=".concat("a".repeat(190), " "),
      'token="'.concat("b1".repeat(290), "\n"),
      "secret: ".concat("x_".repeat(30)),
    ].map((unit) => [JSON.stringify(unit).slice(0, 40), unit] as const),
  )("a megabyte of %s takes long or makes a detector throw", (_, unit) => {
    expect(stepsOf(repeated(unit))).toBeLessThan(mostSteps);
  });

  it("of random bytes throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3_000 }), (text) => {
        for (const hit of scanner.scan(text, { prose: true })) expect(hit.end).toBeGreaterThan(hit.start);
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it("made of secrets, cut, joined and changed, throws, nor does a hit lie outside", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(entries.length - 1), fc.nat(3), fc.nat(60), fc.string({ maxLength: 3 })), { minLength: 1, maxLength: 12 }),
        (pieces) => {
          const text = bytes(
            pieces
              .map(([entry, which, cut, between]) => {
                const { positive } = casesOf(entries[entry] as (typeof entries)[number]);
                const whole = positive[which % positive.length] as string;
                return whole.slice(cut % whole.length) + between + whole.slice(0, cut);
              })
              .join(""),
          );
          let last = 0;
          for (const { start, end, secret } of scanner.scan(text)) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeLessThanOrEqual(text.length);
            expect(secret).not.toBe("");
            last = end;
          }
        },
      ),
      { numRuns: 150, seed: 5 },
    );
  });

  it("of ordinary length is looked at more than a few times", () => {
    const ordinary = bytes(`const token = await read(); // ${random(200, `${alnums}   \n`, 1)}\n`.repeat(2_000));
    expect(stepsOf(ordinary)).toBeLessThan(3);
  });
});
