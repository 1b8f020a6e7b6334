import { expect, test } from "vitest";
import { readConnectors } from "./readers";
import { revokers } from "./revokers";
import { fakeRevoker } from "./testkit/fake-connector/revoke";

/** A refusal for a moment is no death: 30 s is the least that any real connector may take to prove one. */
const leastSpanMilliseconds = 30_000;
/** A vendor that is consistent only after two minutes must never be believed before, whatever nodes the tries happen to meet. */
const leastLagSeconds = 120;

test.each(Object.entries(revokers))("%s proves a death over at least 30 s, with enough refusals in it and a control", (_vendor, { proof }) => {
  expect(proof.spanMilliseconds).toBeGreaterThanOrEqual(leastSpanMilliseconds);
  expect(proof.knownLagSeconds).toBeGreaterThanOrEqual(leastLagSeconds);
  expect(proof.refusals).toBeGreaterThanOrEqual(5);
  expect(proof.intervalMilliseconds * (proof.refusals - 1)).toBeLessThanOrEqual(proof.spanMilliseconds);
  expect(proof.intervalMilliseconds).toBeGreaterThanOrEqual(1_000);
  expect(proof.control).toBe(true);
});

test("the short window of the fake vendor would not pass, and the fake is registered nowhere", () => {
  expect(fakeRevoker.proof.spanMilliseconds).toBeLessThan(leastSpanMilliseconds);
  expect(Object.values(revokers)).not.toContain(fakeRevoker);
  expect(Object.keys(readConnectors)).not.toContain("fake");
});

test("whatever a connector says it can do to a class of tokens, its revoker declares, and the other way round", () => {
  for (const [vendor, revoker] of Object.entries(revokers)) {
    const abilities = readConnectors[vendor]?.reader?.capabilities ?? {};
    for (const [name, ability] of Object.entries(abilities)) {
      const effects = revoker.effects[name as keyof typeof revoker.effects] ?? [];
      expect([vendor, name, effects.includes("dead")]).toEqual([vendor, name, ability?.revoke === "can"]);
      expect([vendor, name, effects.includes("disabled")]).toEqual([vendor, name, ability?.disable === "can"]);
    }
  }
});
