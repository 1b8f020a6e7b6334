import fc from "fast-check";
import { expect, it } from "vitest";
import { base64Alignments } from "./decode";

it("a keyword of three bytes or more stands in base64 as one of its alignments says, and so do its neighbours, whatever is around it", () => {
  const around = fc.uint8Array({ maxLength: 9 });
  fc.assert(
    fc.property(
      around,
      fc.stringMatching(/^[!-~]{3,20}$/),
      around,
      fc.constantFrom("base64" as const, "base64url" as const),
      (before, keyword, after, alphabet) => {
        const encoded = Buffer.concat([before, Buffer.from(keyword), after]).toString(alphabet);
        const aligned = base64Alignments(keyword)[before.length % 3];
        if (aligned === undefined) throw new Error("there are three alignments");
        const at = Math.floor(before.length / 3) * 4 + aligned.skip;
        // what the keyword alone decides may hold the two characters that the alphabets differ in
        const text = alphabet === "base64" ? aligned.text : aligned.text.replaceAll("+", "-").replaceAll("/", "_");
        expect(encoded.slice(at, at + text.length)).toBe(text);
        if (aligned.preceding) expect(aligned.preceding).toContain(encoded.charCodeAt(at - 1));
        const behind = encoded.charAt(at + text.length);
        if (behind !== "" && behind !== "=") expect(aligned.following).toContain(behind.charCodeAt(0));
      },
    ),
    { numRuns: 2_000, seed: 11 },
  );
});

it("the more bits of a neighbour a keyword decides, the fewer characters may stand there", () => {
  const counts = base64Alignments("abc").map(({ text, preceding, following }) => [text.length, preceding?.length, following.length]);
  // of both alphabets, which differ in two
  expect(counts).toEqual([
    [4, undefined, 66],
    [3, 4, 18],
    [3, 16, 4],
  ]);
});
