import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { detectors } from "./detectors";
import { allowed } from "./engine/allowance";
import { work } from "./engine/bytes";
import { createScanner } from "./scanner";
import { tables } from "./table/tables";
import { casesOf } from "./testkit/cases";
import { alnums, bytes, random, withChecksum } from "./testkit/make";

let skipped = 0;
const scanner = createScanner({
  onSkipped(places) {
    skipped += places;
  },
});
const entries = tables.flatMap((family) => family.entries);
/** Of a megabyte: what may be spent at once and for each byte (engine/allowance.ts), and what the filter and the last keyword took beyond. */
const mostSteps = allowed.atOnce / (1 << 20) + allowed.eachByte + 3;

function stepsOf(text: Uint8Array): number {
  const before = work.steps;
  scanner.scan(text);
  scanner.scan(text, { prose: true, path: "x.env" });
  return (work.steps - before) / 2 / text.length;
}

const megabyte = 1 << 20;
const repeated = (unit: string, size = megabyte) => bytes(unit.repeat(Math.ceil(size / unit.length)));
/** What took longest for its size, by trying each keyword with each of sixteen ends. */
const dense = [
  "secret_token%3D",
  "secret_key\\u003da1B2c3D4e5F6 ",
  "token-%3D",
  "glsoat-",
  "eyJrIjoi%3D",
  "AKIA://a:b@",
  "sk-ant-admin://a:b@",
  "api_key: ",
  "secretaccesskey%3D",
];

/** Milliseconds of processor time, the least of three tries. */
function fastest(text: Uint8Array): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const before = process.cpuUsage();
      scanner.scan(text, { prose: true, path: "x.env" });
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    }),
  );
}

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

  it("made of any keyword over and over takes longer, whatever stands behind it", () => {
    const words = [...new Set(detectors.flatMap(({ keywords }) => keywords.map(({ text }) => text)))];
    const behind = ["", "=", "%3D", '="', "=a1B2c3D4e5F6g7H8 ", "\\u003da1B2c3D4e5F6 ", "://a:b@", " is a1B2c3D4. "];
    // each word with two of the ends; those of which a little takes most, at length
    const units = words.flatMap((word, n) => [word + behind[n % 8], word + behind[(n + 3) % 8]]);
    const costs = units.map((unit) => [stepsOf(repeated(unit, 4_096)), unit] as const).sort(([a], [b]) => b - a);
    for (const [, unit] of costs.slice(0, 10)) expect([unit, stepsOf(repeated(unit)) < mostSteps]).toEqual([unit, true]);
  }, 60_000);

  it.each(dense.map((unit) => [JSON.stringify(unit), unit] as const))("of nothing but %s is looked through whole, and what is left out is told", (_, unit) => {
    skipped = 0;
    scanner.scan(repeated(unit), { prose: true, path: "x.env" });
    expect(skipped).toBeGreaterThan(1_000);
    const stream = scanner.stream();
    skipped = 0;
    stream.push(repeated(unit, 3 * megabyte));
    stream.end();
    expect(skipped).toBeGreaterThan(3_000);
  });

  it("hides what stands far enough behind it", () => {
    const secret = withChecksum("ghp_", random(30, alnums, 9));
    const text = Buffer.concat([repeated(dense[0] as string), repeated("lorem ipsum dolor sit amet; ", 16_384), bytes(`token = "${secret}"\n`)]);
    expect(scanner.scan(text, { path: "x.env" }).map((hit) => hit.secret)).toContain(secret);
  });

  it("of nothing but keywords takes hundreds of times as long as one without any", () => {
    const plain = fastest(repeated("lorem ipsum dolor sit amet; "));
    for (const unit of dense) expect([unit, fastest(repeated(unit)) / plain < 200]).toEqual([unit, true]);
  }, 60_000);

  it("that people write has too many keywords: a dump of secrets alone is found whole", () => {
    skipped = 0;
    const lines = Array.from({ length: 20_000 }, (_, n) => `  - password: "${random(14, alnums, n + 1)}7!"\n`);
    expect(scanner.scan(bytes(lines.join("")), { path: "dump.yaml" }).length).toBe(lines.length);
    expect(skipped).toBe(0);
  });

  it("that programs write has too many encoded addresses: what stands behind a megabyte of them is found", () => {
    const secret = withChecksum("ghp_", random(30, alnums, 11));
    for (const address of ["https:\\/\\/blog.example.org\\/2026\\/01\\/a-post-", "https%3A%2F%2Fblog.example.org%2F2026%2F01%2Fa-post-"]) {
      skipped = 0;
      const lines = Array.from({ length: 16_384 }, (_, n) => `{"link":"${address}${n}"},\n`);
      const url = `{"url":"postgres:\\/\\/app:${random(16, alnums, 12)}@db.corp.io\\/main","key":"${secret}"}`;
      expect(scanner.scan(bytes(lines.join("") + url)).map((hit) => hit.kind)).toEqual(expect.arrayContaining(["postgres_url", "github_pat"]));
      expect([address, skipped]).toEqual([address, 0]);
    }
  });

  it("of tables within tables, and of rows within rows, is read over and over", () => {
    const values = Array.from({ length: 3_000 }, (_, n) => `${random(10, alnums, n + 1)}7`);
    for (const text of [
      values.map((value) => `|password|\n|-|\n|${value}|\n`).join(""),
      values.map((value) => `insert into t (a,password) values ('\\'','${value}'),`).join(""),
    ]) {
      const before = work.steps;
      expect(scanner.scan(bytes(text), { path: "x.sql" }).length).toBeLessThanOrEqual(values.length);
      expect(work.steps - before).toBeLessThan(60_000_000);
    }
  });

  it("takes less than nothing: a quote without an end", () => {
    const text = Buffer.concat([repeated("lorem ipsum dolor sit amet; "), bytes(`x password "${"a".repeat(90)}\n`)]);
    const before = work.steps;
    scanner.scan(text, { path: "x.txt" });
    expect(work.steps).toBeGreaterThan(before);
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
    expect(stepsOf(ordinary)).toBeLessThan(20);
  });
});
