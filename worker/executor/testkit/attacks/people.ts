import { randomUUID } from "node:crypto";
import { facts } from "../../../../lib/testkit/facts";
import { buildTrustStatement } from "../../../../lib/trust/statements";
import { saveTrustWorld } from "../../../../lib/trust/testkit/save-world";
import { enrolmentOf } from "../../../../lib/trust/testkit/world";
import { fileRequest, sign } from "../requests";
import type { World } from "../world";
import { type Attack, asOwner, type Scene } from "./attack";
import { outsideKey, unsignedByApprovers } from "./signatures";

/** A critical token, signed by these. */
async function critical(world: World, ...signers: { id: string; key: World["trust"]["rootKey"] }[]): Promise<Scene> {
  const token = await world.token({ environment: "production" });
  const request = await fileRequest(world, [token]);
  await sign(world, request, world.people.rita, { kind: "request" });
  for (const signer of signers) await sign(world, request, signer);
  return { request, tokens: [token] };
}

/** A key statement of the attacker's, as web may write one, "signed" by its own key. */
async function enrolWithoutAdministrator(world: World, key: World["trust"]["rootKey"]): Promise<void> {
  const { database, deployment } = world;
  const { digest, kind, subject, body } = buildTrustStatement(database.context("web"), deployment, enrolmentOf(key));
  const at = database.clock.now();
  await database.as("web").trustStatement.createMany({ data: [{ digest, kind, subject, body, proposedBy: "operator:test", createdAt: at }] });
  const signed = key.answer({ answer: "trust", statement: digest });
  const assertion = JSON.parse(JSON.stringify(signed.assertion));
  await database.as("signer").trustSignature.createMany({
    data: [{ id: randomUUID(), digest, personId: key.person, keyId: key.id, answer: signed.answerText, assertion, at }],
  });
  const { id: keyId, publicKey, name } = key;
  await database.as("signer").enrolment.createMany({
    data: [{ keyId, personId: key.person, kind: key.kind, publicKey, name, transports: [], statementDigest: digest, at }],
  });
}

/** Somebody leaves and comes back; a group of theirs is signed anew, their key is not. `between` runs when all is signed, with the departure's row. */
async function returned(world: World, between: (change: string) => Promise<void> = async () => {}): Promise<Scene> {
  const { trust, people, database } = world;
  const { clock } = database;
  const { id } = await facts(database.as("owner"), () => clock.now()).person();
  clock.advance(1000);
  const key = trust.enrol(id, [trust.rootKey, people.ada.key]);
  clock.advance(1000);
  const change = { id: randomUUID(), personId: id, was: "active", is: "departed", at: clock.now(), source: "scim", recordedAt: clock.now() } as const;
  await database.as("collector").personStatusChange.createMany({ data: [change] });
  clock.advance(1000);
  trust.establish({ type: "countersign/approver-group", group: "returners", members: [id] }, trust.rootKey, people.ada.key);
  await saveTrustWorld(database, trust);
  await between(change.id);
  const scene = await unsignedByApprovers(world);
  await sign(world, scene.request, { id, key });
  return scene;
}

export const peopleAttacks: readonly Attack[] = [
  {
    name: "the requester approves",
    expected: { refused: "self_approval" },
    async run({ world }) {
      const scene = await unsignedByApprovers(world);
      await sign(world, scene.request, world.people.rita);
      return scene;
    },
  },
  {
    name: "filing as someone else, and approving it oneself",
    expected: { waits: "not_enough_people" },
    async run({ world }) {
      const token = await world.token();
      const request = await fileRequest(world, [token], { requester: world.people.rita });
      await sign(world, request, world.people.ada);
      return { request, tokens: [token] };
    },
  },
  {
    name: "signing as requester in somebody's place",
    expected: { refused: "signer_mismatch" },
    async run({ world }) {
      const token = await world.token();
      const request = await fileRequest(world, [token]);
      await sign(world, request, world.people.ben, { kind: "request" });
      await sign(world, request, world.people.ada);
      return { request, tokens: [token] };
    },
  },
  {
    name: "another requester written over the signed one",
    expected: { refused: "statement_altered" },
    async run({ world }) {
      const scene = await unsignedByApprovers(world);
      await asOwner(world, ["request"], `update request set requester_id = '${world.people.ben.id}' where id = '${scene.request.id}'`);
      await sign(world, scene.request, world.people.ada);
      return scene;
    },
  },
  {
    name: "one person with two keys",
    expected: { waits: "not_enough_people" },
    async run({ world }) {
      const { trust, people, database } = world;
      database.clock.advance(1000);
      const second = trust.enrol(people.cleo.id, [trust.rootKey, people.ada.key]);
      await saveTrustWorld(database, trust);
      return critical(world, people.cleo, { id: people.cleo.id, key: second });
    },
  },
  {
    name: "two people of whom one is in no approver group",
    expected: { waits: "not_enough_groups" },
    run: ({ world }) => critical(world, world.people.ada, world.people.root),
  },
  {
    name: "enrolling a key without an administrator",
    expected: { refused: "key_not_chained" },
    async run({ world }) {
      const key = outsideKey(world);
      await enrolWithoutAdministrator(world, key);
      const scene = await unsignedByApprovers(world);
      await sign(world, scene.request, world.people.ada, { key });
      const deniedToWeb = [
        () => world.database.as("web").$executeRaw`insert into enrolment (key_id, person_id, kind, public_key, name, statement_digest, at)
          values ('x', ${key.person}::uuid, 'webauthn', 'x', 'x', 'x', now())`,
        () => world.database.as("web").$executeRaw`insert into trust_state (digest, status, first_seen_at, updated_at) values ('x', 'active', now(), now())`,
      ];
      return { ...scene, deniedToWeb };
    },
  },
  {
    name: "granting oneself the approver's role",
    expected: { refused: "key_not_chained" },
    async run({ world }) {
      const { database } = world;
      const mallory = await database.as("owner").person.findFirstOrThrow({ where: { displayName: "Rita" } });
      const grant = { personId: mallory.id, role: "approver" as const, grantedBy: "person:mallory", grantedAt: database.clock.now() };
      await database.as("web").roleGrant.createMany({ data: [grant], skipDuplicates: true });
      const token = await world.token();
      const request = await fileRequest(world, [token], { requester: world.people.ben });
      await sign(world, request, world.people.ben, { kind: "request" });
      const key = world.trust.makeKey(mallory.id, "webauthn", "mallory's");
      await sign(world, request, { id: mallory.id, key });
      return { request, tokens: [token] };
    },
  },
  {
    name: "a withdrawn key",
    expected: { refused: "key_withdrawn" },
    async run({ world }) {
      const { trust, people, database } = world;
      database.clock.advance(1000);
      const lost = trust.enrol(people.ada.id, [trust.rootKey, people.ada.key]);
      database.clock.advance(1000);
      trust.establish({ type: "countersign/key-withdrawal", key: lost.id, reason: "lost" }, trust.rootKey);
      await saveTrustWorld(database, trust);
      const scene = await unsignedByApprovers(world);
      await sign(world, scene.request, people.ada, { key: lost });
      return scene;
    },
  },
  {
    name: "a signer who is suspended",
    expected: { refused: "signer_departed" },
    async run({ world }) {
      const scene = await unsignedByApprovers(world);
      await sign(world, scene.request, world.people.ada);
      const turn = (status: "suspended" | "active") =>
        world.database
          .as("collector")
          .person.update({ where: { id: world.people.ada.id }, data: { status } })
          .then(() => undefined);
      await turn("suspended");
      return { ...scene, undo: () => turn("active") };
    },
  },
  {
    // Back in the group by a statement signed since, but with the key of before.
    name: "a signer who left and came back, with the old key",
    expected: { refused: "signer_returned" },
    run: (stage) => returned(stage.world),
  },
  {
    name: "a departure taken out of the history",
    expected: { refused: "signer_returned" },
    async run({ world, executor }) {
      await executor.tick();
      return returned(world, async (change) => {
        await executor.tick();
        await world.database.as("owner").personStatusChange.delete({ where: { id: change } });
      });
    },
  },
  {
    name: "marking 100 people departed",
    expected: { refused: "signer_departed" },
    async run({ world }) {
      const { database } = world;
      await database.as("owner")
        .$executeRaw`insert into person (id, source, external_id, user_name, display_name, status, status_source, first_seen_at, changed_at)
        select gen_random_uuid(), 'scim', gen_random_uuid()::text, gen_random_uuid()::text, 'u', 'active', 'scim', now(), now() from generate_series(1, 100)`;
      const scene = await unsignedByApprovers(world);
      await sign(world, scene.request, world.people.ada);
      await asOwner(world, [], `update person set status = 'departed' where id <> '${world.people.rita.id}'`);
      return {
        ...scene,
        deniedToWeb: [() => database.as("web").$executeRaw`update person set status = 'departed'`],
        undo: () => asOwner(world, [], "update person set status = 'active'"),
      };
    },
  },
];
