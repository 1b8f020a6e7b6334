import { expect, test } from "vitest";
import { plainText } from "./plain-text";

test("what people read, and the addresses they don't", () => {
  expect(plainText('<p>a<br/>b &lt;c&gt;</p><img src="https://u:p@example.test/x">').replace(/\s+/g, " ").trim()).toBe("a b <c> https://u:p@example.test/x");
  expect(plainText("<![CDATA[<a>kept</a>]]> and <![CDATA[open <b>").replace(/\s+/g, " ").trim()).toBe("<a>kept</a> and open <b>");
});

test("megabytes of what never closes take no longer than any other", () => {
  for (const part of ["<a", "<![CDATA[", "&#", '<a href="https://', '<a ac:name="', "<aaaa "]) {
    const began = performance.now();
    plainText(part.repeat(Math.ceil(4_000_000 / part.length)));
    expect(performance.now() - began).toBeLessThan(5_000);
  }
});

test("a great many marked sections are as many, whichever end they have", () => {
  const sections = 500_000;
  for (const end of ["]]>", "]] >"]) {
    const text = plainText(`<![CDATA[x${end}`.repeat(sections));
    expect(text).toHaveLength(sections * "\nx\n".length);
  }
  expect(plainText("<![CDATA[a]]>b<![CDATA[c]] >d<![CDATA[e]]>").replaceAll("\n", "")).toBe("abcde");
});
