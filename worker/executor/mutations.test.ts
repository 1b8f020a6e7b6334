import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Refusal } from "../../lib/domain/refusals";
import { readAnswer } from "../../lib/signatures/answer";
import { testDatabase } from "../../lib/testkit/database";
import { allChecks, type Checks, checkNames } from "./authority/checks";
import { type Attack, clear, expectedVerdict, verdictOf } from "./testkit/attacks/attack";
import { peopleAttacks } from "./testkit/attacks/people";
import { rowAttacks } from "./testkit/attacks/rows";
import { signatureAttacks } from "./testkit/attacks/signatures";
import { statementAttacks } from "./testkit/attacks/statements";
import { targetAttacks } from "./testkit/attacks/targets";
import { honestRequest } from "./testkit/requests";
import { createWorld, type World } from "./testkit/world";

const database = testDatabase();
// Its policy asks for two people always, so that the policy's floor can be told from the least that a statement may name.
const strictDatabase = testDatabase();
let world: World;
let strict: World;
beforeAll(async () => {
  world = await createWorld(database);
  strict = await createWorld(strictDatabase, { standard: { people: 2, groups: 1 } });
});
afterAll(() => Promise.all([world.close(), strict.close()]));

/** Check → the attack that must no longer fail as it should once that check is gone. */
const needed: Record<string, string> = {
  "the statement is of this deployment": "a statement of another deployment",
  "the statement names this request": "a statement that names another request",
  "the row's requester is the signed one": "another requester written over the signed one",
  "no target stands twice": "the same target twice",
  "each target has its quorum": "a target without a quorum",
  "no operator stopped it": "an operator's stop removed",
  "nobody denied it": "a denial removed",
  "nobody withdrew it": "a withdrawal removed",
  "its time has not run out before the first act": "signing after the expiry, with the row's date moved",
  "it is at most 7 days old by this executor's own first sight": "a statement kept for more than 7 days, its first sight removed",
  "the approval policy it was signed under is the active one": "an approval policy of the attacker's own",
  "the connection it was signed for is the active one": "a connection statement of the attacker's own",
  "the signing key is not withdrawn": "a withdrawn key",
  "the answer was given to this request": "a signature replayed on another request",
  "the answer was given to this statement": "a swapped target",
  "the row names the person who signed": "one person's answer in another's name",
  "the answer says what the row says": "a refusal passed off as an approval",
  "only the requester signs as requester": "signing as requester in somebody's place",
  "the requester does not approve": "the requester approves",
  "the signer is still an active person": "a signer who is suspended",
  "the signing key was signed since its person last left": "a signer who left and came back, with the old key",
  "the answer covers this target": "a target that the approver left out",
  "the approval policy's standard quorum": "one signature where the policy asks for two",
  "the quorum the signed statement names": "fewer signatures than the statement names",
  "the critical quorum for production, high reach or unknown": "the reach edited",
  "enough distinct people signed": "one person with two keys",
  "they come from enough distinct approver groups": "two people of whom one is in no approver group",
  "the inventory's row is the signed token": "the handle edited after the signatures",
  "the inventory's row has the signed fingerprint": "a statement with a fingerprint that the inventory does not have",
  "a handle that carries a fingerprint carries the signed one": "a handle of another fingerprint than the signed one",
  "the token is known from its system, not from an import alone": "a token known by import alone",
  "the connector can bring about the effect": "an effect the connector cannot bring about",
  "the vendor describes the signed class": "the class edited",
  "the vendor describes the signed handle": "a part added to the handle",
  "the vendor describes the signed name": "the name edited",
  "the vendor describes the signed creator": "the creator edited",
  "the vendor describes the signed created": "the date edited",
  "the vendor describes the signed scopes": "the scopes edited",
  "the vendor describes the signed environment": "the environment edited",
  "the vendor describes the signed fingerprint": "the fingerprint edited",
  "the stored connection is the signed one": "the connection's origin edited",
  "the credential was sealed for the signed connection": "a credential sealed for another origin",
  "the clock was not set back": "the executor's clock set back",
  "the target is not spent": "a spent target, its execution removed",
  "an unsigned request needs one more approver": "filing as someone else, and approving it oneself",
  "the text is the canonical one": "text that is not canonical, signed as it stands",
  "the execution is of the token that its target names": "an execution row that names another token than its signed target",
  "administrators approve nothing": "two people of whom one is in no approver group",
  "the trust root is the executor's alone": "a trust root that others could write",
};
/** Parts of the signature's own verification, by the refusal that each ends in. */
const ofTheSignature: [Refusal, string][] = [
  ["bad_signature", "a forged signature under an approver's key"],
  ["wrong_origin", "an assertion made on web's own page"],
  ["wrong_rp", "an assertion made for another relying party"],
  ["user_not_verified", "an assertion without user verification"],
  ["signer_mismatch", "a signer who says to be somebody else"],
];

const oneOfTwo: Attack = {
  name: "one signature where the policy asks for two",
  expected: { waits: "not_enough_people" },
  async run(stage) {
    const { token, request } = await honestRequest(stage.world);
    return { request, tokens: [token] };
  },
};
const attacks = new Map(
  [oneOfTwo, ...signatureAttacks, ...peopleAttacks, ...statementAttacks, ...rowAttacks, ...targetAttacks].map((attack) => [attack.name, attack]),
);

function without(name: string): Checks {
  const rest = <T extends { name: string }>(list: readonly T[]): T[] => list.filter((check) => check.name !== name);
  const { request, key, answer, coverage, rules, quorum, target, connection, single } = allChecks;
  return {
    ...allChecks,
    ...{ request: rest(request), key: rest(key), answer: rest(answer), coverage: rest(coverage), rules: rest(rules), quorum: rest(quorum) },
    ...{ target: rest(target), connection: rest(connection), single: new Set([...single].filter((each) => each !== name)) },
  };
}

function ignoring(refusal: Refusal): Checks {
  return {
    ...allChecks,
    async signature(input) {
      const result = await allChecks.signature(input);
      const answer = readAnswer(input.answerText);
      return !result.ok && result.refusal === refusal && answer ? { ok: true, answer } : result;
    },
  };
}

/** Whether the attack still fails exactly as it should. `forgetful`: the executor loses its journal after the attack. */
async function holds(attack: Attack, checks: Checks, forgetful = false): Promise<boolean> {
  const within = attack === oneOfTwo ? strict : world;
  const executor = await within.executor({ checks });
  const scene = await attack.run({ world: within, executor });
  const judge = forgetful ? await within.executor({ checks, home: await withoutJournal(within) }) : executor;
  for (let n = 0; n < 2; n++) await judge.tick();
  const verdict = await verdictOf(within, scene);
  await clear(within, scene);
  return JSON.stringify(verdict) === JSON.stringify(expectedVerdict(attack.expected));
}

/** The executor's folder, but for what it remembers. */
async function withoutJournal({ home }: World): Promise<string> {
  const copy = await mkdtemp(path.join(tmpdir(), "countersign-forgetful-"));
  await cp(home, copy, { recursive: true });
  await rm(path.join(copy, "journal.jsonl"));
  return copy;
}

function attackNamed(name: string | undefined): Attack {
  const attack = attacks.get(name ?? "");
  if (!attack) throw new Error(`there is no attack "${name}"`);
  return attack;
}

test("every check of the verifier stands in the list", () => {
  expect([...checkNames].sort()).toEqual(Object.keys(needed).sort());
});

test.each(checkNames.map((name) => [name]))("without “%s” an attack is no longer held off", async (name) => {
  expect(await holds(attackNamed(needed[name]), without(name))).toBe(false);
});

test.each(ofTheSignature)("without the part of the signature's verification that ends in %s an attack is no longer held off", async (refusal, name) => {
  expect(await holds(attackNamed(name), ignoring(refusal))).toBe(false);
});

test("if any key counted, not only those that chain to the root, an attack would go through", async () => {
  const anyKey: Checks = {
    ...allChecks,
    chainedKey: (request, row) => world.trust.keys.find((key) => key.id === row.keyId) ?? allChecks.chainedKey(request, row),
  };
  expect(await holds(attackNamed("a signature by a key outside the chain"), anyKey)).toBe(false);
});

test.each([
  "a denial removed",
  "a statement kept for more than 7 days, its first sight removed",
  "a spent target, its execution removed",
  "the executor's clock set back",
  "a departure taken out of the history",
])("without the journal's memory “%s” is no longer held off", async (name) => {
  expect(await holds(attackNamed(name), allChecks, true)).toBe(false);
});

test("with every check in place the same attacks are held off", async () => {
  for (const name of ["a denial removed", "a swapped target", "the requester approves", oneOfTwo.name])
    expect(await holds(attackNamed(name), allChecks)).toBe(true);
});
