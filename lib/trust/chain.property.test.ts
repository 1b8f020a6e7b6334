import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { evaluateTrust, type TrustView } from "./chain";
import { createTrustWorld, enrolmentOf, type TrustWorld, type WorldKey } from "./testkit/world";

const day = 86_400_000;
const plain = (view: TrustView) => JSON.parse(JSON.stringify(view, (_, value) => (value instanceof Map || value instanceof Set ? [...value].sort() : value)));

let world: TrustWorld;
let outsider: WorldKey;

beforeAll(() => {
  world = createTrustWorld();
  const people = [randomUUID(), randomUUID(), randomUUID()];
  outsider = world.makeKey(randomUUID());
  world.establish(enrolmentOf(outsider), outsider);
  const [second, third] = [world.enrol(people[0] ?? "", [world.rootKey]), world.makeKey(people[1] ?? "", "ed25519")];
  world.clock.advance(1);
  // All at one instant, so that no order in time helps.
  world.establish({ type: "countersign/approver-group", group: "administrators", members: people }, world.rootKey, second);
  world.establish(enrolmentOf(third), world.rootKey, second);
  world.clock.advance(2 * day);
  world.establish({ type: "countersign/approver-group", group: "platform", members: people }, third, second);
  world.establish({ type: "countersign/approver-group", group: "platform", members: people.slice(1) }, outsider);
  world.establish({ type: "countersign/key-withdrawal", key: second.id, reason: "lost" }, third);
  world.clock.advance(2 * day);
  world.establish({ type: "countersign/approver-group", group: "billing", members: people }, second, third);
});

test("the order of rows never matters", async () => {
  const expected = plain(await world.view());
  const rows = { minLength: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(world.statements, { ...rows, minLength: world.statements.length }),
      fc.shuffledSubarray(world.signatures, { ...rows, minLength: world.signatures.length }),
      async (statements, signatures) => {
        expect(plain(await evaluateTrust({ ...world.inputs(), statements, signatures }))).toEqual(expected);
      },
    ),
    { numRuns: 25, seed: 7 },
  );
});

test("whatever rows are missing, nothing is trusted that all rows together would not have trusted at some time", async () => {
  const known = new Set(world.keys.map(({ id }) => id));
  await fc.assert(
    fc.asyncProperty(fc.subarray(world.statements), fc.subarray(world.signatures), async (statements, signatures) => {
      const view = await evaluateTrust({ ...world.inputs(), statements, signatures });
      expect(view.keys.has(outsider.id)).toBe(false);
      for (const id of view.keys.keys()) expect(known.has(id)).toBe(true);
      for (const [digest, { status }] of view.states)
        if (status === "active" && !statements.some((row) => row.digest === digest && row.subject === world.rootKey.id))
          expect(signatures.some((row) => row.digest === digest && row.keyId !== outsider.id)).toBe(true);
    }),
    { numRuns: 25, seed: 7 },
  );
});

test("at any later time, what was active stays active or gave way to something newer", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 9 * day }), fc.integer({ min: 0, max: 9 * day }), async (one, other) => {
      const start = Math.min(...[...world.firstSeen.values()].map((at) => at.getTime()));
      const [early, late] = await Promise.all(
        [Math.min(one, other), Math.max(one, other)].map((after) => {
          const seen = (digest: string) => (world.firstSeen.get(digest)?.getTime() ?? 0) <= start + after;
          return evaluateTrust({ ...world.inputs(), statements: world.statements.filter(({ digest }) => seen(digest)), now: new Date(start + after) });
        }),
      );
      for (const [digest, { status }] of early?.states ?? [])
        if (status === "active") expect(["active", "superseded"]).toContain(late?.states.get(digest)?.status);
    }),
    { numRuns: 15, seed: 7 },
  );
});
