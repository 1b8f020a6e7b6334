import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reach } from "./engine/look";
import { createScanner } from "./scanner";
import { scanStream } from "./stream";
import { tables } from "./table/tables";
import { casesOf } from "./testkit/cases";
import { alnums, bytes, random, withChecksum } from "./testkit/make";

const scanner = createScanner();
const pat = (seed: string) => withChecksum("ghp_", random(30, alnums, seed));
const entries = tables.flatMap((family) => family.entries);

/** A text with what detectors look at far around: encoded stretches, keys of several lines, secrets beside each other. */
function mixed(seed: number): Uint8Array {
  const cases = [0, 1, 2, 3].flatMap((at) => casesOf(entries[(seed * 7 + at * 31) % entries.length] as (typeof entries)[number]).positive);
  const key = `-----BEGIN RSA PRIVATE KEY-----\n${random(900, `${alnums}+/`, seed).replace(/(.{64})/g, "$1\n")}\n-----END RSA PRIVATE KEY-----\n`;
  const encoded = Buffer.from(`{"token": "${pat(`e${seed}`)}"}`).toString("base64");
  return bytes(
    [...cases, key, encoded, `password%3Dx9${random(8, alnums, seed)}%26`, `token: ${pat(`p${seed}`)}`, key, "é".repeat(20)].join(seed % 2 ? "\n" : " "),
  );
}

function inPieces(text: Uint8Array, size: (at: number) => number) {
  const stream = scanner.stream();
  const hits = [];
  for (let at = 0, piece = 0; at < text.length; piece++) {
    const length = Math.max(1, size(piece));
    hits.push(...stream.push(text.subarray(at, at + length)));
    at += length;
  }
  return [...hits, ...stream.end()];
}

describe("a text in pieces", () => {
  it("gives the hits of the whole, whatever the pieces", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 20 }), (seed, sizes) => {
        const text = mixed(seed);
        expect(inPieces(text, (piece) => sizes[piece % sizes.length] as number)).toEqual(scanner.scan(text));
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it("gives them where the text is far longer than what is kept of it, at any place against the cut", () => {
    const step = 1 << 20;
    const filler = bytes(`${"lorem ipsum dolor sit amet ".repeat(40_000)}`);
    for (const shift of [0, 1, 17, 40, 63]) {
      const before = step + reach.after - 3_000 - shift;
      const text = Buffer.concat([filler.subarray(0, before - 900), ...[1, 2, 3, 4, 5, 6].map((seed) => mixed(seed + shift)), filler, filler, mixed(9)]);
      const whole = scanner.scan(text);
      expect(whole.length).toBeGreaterThan(20);
      expect(inPieces(text, () => 65_536)).toEqual(whole);
    }
  });

  it("gives hits while the text goes on, without keeping it", async () => {
    const line = bytes(`x${"y".repeat(1_000_000)}`);
    const secret = bytes(` ${pat("early")} `);
    let seen = 0;
    async function* endless() {
      yield secret;
      for (let piece = 0; seen === 0 && piece < 50; piece++) yield line;
    }
    for await (const hit of scanStream(scanner.stream(), endless())) seen += hit.start === 1 ? 1 : 0;
    expect(seen).toBe(1);
  });

  it("reads UTF-16 with and without an order mark, with offsets in what was given", () => {
    const text = `name = x\r\ntoken = ${pat("wide")}\r\n${"and so on ".repeat(40)}`;
    for (const given of [Buffer.from(`\ufeff${text}`, "utf16le"), Buffer.from(text, "utf16le"), Buffer.from(`\ufeff${text}`, "utf16le").swap16()]) {
      const [hit, ...others] = scanner.scan(given);
      expect(others).toEqual([]);
      expect(hit).toMatchObject({ kind: "github_pat", secret: pat("wide") });
      const stretch = Buffer.from(given.subarray(hit?.start, hit?.end));
      expect((given[0] === 0xfe ? stretch.swap16() : stretch).toString("utf16le")).toBe(pat("wide"));
      expect(inPieces(given, () => 7)).toEqual([hit]);
    }
  });
});
