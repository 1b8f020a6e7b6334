import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { evaluateTrust } from "./chain";
import { allChainRules, type ChainRule, chainRules } from "./rules";
import { connection, day, group, hour, twoPeople } from "./testkit/statements";
import { createTrustWorld, enrolmentOf, type TrustWorld } from "./testkit/world";

/** Rule → an attack on the chain, and whether it succeeded under these rules. */
type Attack = (rules: ReadonlySet<ChainRule>) => Promise<boolean>;
const active = async (world: TrustWorld, digest: string, rules: ReadonlySet<ChainRule>) =>
  (await evaluateTrust({ ...world.inputs(), rules })).states.get(digest)?.status === "active";

const attacks: Record<ChainRule, Attack> = {
  async "widening needs a second person"(rules) {
    const { world } = twoPeople();
    const alone = world.establish(connection(), world.rootKey);
    world.clock.advance(30 * day);
    return active(world, alone, rules);
  },
  async "widening waits out the delay"(rules) {
    const { world, second } = twoPeople();
    return active(world, world.establish(connection(), world.rootKey, second), rules);
  },
  async "nothing is dated ahead of its first sight"(rules) {
    const world = createTrustWorld();
    const digest = world.establish(group("platform", [randomUUID()]), world.rootKey);
    for (const seen of world.firstSeen.keys()) world.firstSeen.set(seen, new Date(world.clock.now().getTime() - hour));
    return active(world, digest, rules);
  },
  async "a key is one person's"(rules) {
    const { world, second } = twoPeople();
    const claim = world.establish(enrolmentOf({ ...second, id: `${second.id}x`, person: randomUUID() }), world.rootKey, second);
    world.clock.advance(2 * day);
    return active(world, claim, rules);
  },
  async "two people once are two people always"(rules) {
    const { world, second } = twoPeople();
    world.establish({ type: "countersign/key-withdrawal", key: second.id, reason: "out of the way" }, world.rootKey);
    world.clock.advance(1000);
    const puppet = world.establish(enrolmentOf(world.makeKey(randomUUID())), world.rootKey);
    return active(world, puppet, rules);
  },
  async "a key lapses when its person leaves"(rules) {
    const { world } = twoPeople();
    world.depart(world.root.person);
    return active(world, world.establish(group("platform", []), world.rootKey), rules);
  },
  async "a membership lapses when its person leaves"(rules) {
    const world = createTrustWorld();
    const person = randomUUID();
    world.establish(group("platform", [person]), world.rootKey);
    world.depart(person);
    return (await evaluateTrust({ ...world.inputs(), rules })).groups.get("platform")?.has(person) === true;
  },
};

test.each(chainRules.map((rule) => [rule]))("without “%s” an attack on the chain succeeds, and with all rules it does not", async (rule) => {
  expect(await attacks[rule](allChainRules)).toBe(false);
  expect(await attacks[rule](new Set(chainRules.filter((each) => each !== rule)))).toBe(true);
});
