import { expect, test } from "vitest";
import { evidenceOf, faultOf, redact } from "./evidence";
import { VendorFault } from "./vendor-http";

const secret = '*:production.ab"c/1f+9';

test("a known secret is taken out as it is, as in a URL and as in JSON, before the text is cut", () => {
  const text = `a ${secret} b ${encodeURIComponent(secret)} c ${JSON.stringify({ secret })} d ${encodeURI(secret)}`;
  const clean = redact(text, [secret, null, ""]);
  expect(clean).toBe('a [redacted] b [redacted] c {"secret":"[redacted]"} d [redacted]');
  const long = redact(`${"x".repeat(230)}${secret}`, [secret]);
  expect(long).not.toContain("ab");
  expect(long.length).toBeLessThanOrEqual(241);
});

test("evidence is one line without control characters", () => {
  expect(redact("a\n\tb\u0007\u001b[31mc", [])).toBe("a b[31mc");
});

test("the body of a success is not evidence, that of a refusal is", () => {
  expect(evidenceOf({ status: 200, headers: {}, text: '{"secret":"unknown to us"}' }, [])).toBe("200, with content");
  expect(evidenceOf({ status: 200, headers: {}, text: "" }, [])).toBe("200, empty");
  expect(evidenceOf({ status: 401, headers: {}, text: '{"message":"token t-1"}' }, ["t-1"])).toBe('401 {"message":"token [redacted]"}');
});

test("only the vendor's faults become outcomes; our own mistakes go on as they are", () => {
  const fault = new VendorFault("timeout", "late", true);
  expect(faultOf(fault)).toBe(fault);
  expect(() => faultOf(new TypeError("ours"))).toThrow(TypeError);
});
