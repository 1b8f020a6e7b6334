import { expect, test } from "vitest";
import { csvCell, csvLine } from "./csv";

test.each(["=1+1", "+1", "-2", "@sum", "\tx", "\rx"])("%j can't run in a spreadsheet", (text) => {
  expect(csvCell(text)).toBe(`"'${text}"`);
});

test("quotes what needs it, leaves the unknown empty, and ends lines as the RFC says", () => {
  expect(csvLine(["plain", 'say "hi"', "a,b", null, undefined, 3, true])).toBe('plain,"say ""hi""","a,b",,,3,true\r\n');
});
