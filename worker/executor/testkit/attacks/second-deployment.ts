import { randomUUID } from "node:crypto";
import { systemIds } from "../../../../lib/core/ids";
import { buildTrustStatement, type TrustInput } from "../../../../lib/trust/statements";
import type { WorldKey } from "../../../../lib/trust/testkit/world";
import { fileRequest, sign } from "../requests";
import type { World } from "../world";
import type { Attack, Scene } from "./attack";

// A second deployment of the same organisation: the same people, the same keys, the same root. What they signed there is genuine in every
// byte; somebody who can write rows here brings it over as it stands.

const quorum = { people: 1, groups: 1 };
const laxPolicy: TrustInput = { type: "countersign/approval-policy", standard: quorum, critical: quorum, holdSeconds: 0, wideningDelaySeconds: 0 };

/** Signed there by these, written here row for row. Returns its digest. */
async function bringOver(world: World, deployment: string, input: TrustInput, ...signers: WorldKey[]): Promise<string> {
  const { database } = world;
  const { digest, kind, subject, body } = buildTrustStatement({ clock: database.clock, ids: systemIds }, deployment, input);
  const at = database.clock.now();
  await database.as("web").trustStatement.createMany({ data: [{ digest, kind, subject, body, proposedBy: "operator:there", createdAt: at }] });
  const rows = signers.map((key) => ({ key, ...key.answer({ answer: "trust", statement: digest }) }));
  await database.as("signer").trustSignature.createMany({
    data: rows.map(({ key, answerText, assertion }) => ({
      ...{ id: randomUUID(), digest, personId: key.person, keyId: key.id, answer: answerText, at },
      assertion: JSON.parse(JSON.stringify(assertion)),
    })),
  });
  return digest;
}

/** A production token and a request for it, signed by requester and one approver; `alter` as deployments differ. */
async function request(world: World, alter: NonNullable<Parameters<typeof fileRequest>[2]>["alter"]): Promise<Scene> {
  const token = await world.token({ environment: "production" });
  const filed = await fileRequest(world, [token], { alter });
  await sign(world, filed, world.people.rita, { kind: "request" });
  await sign(world, filed, world.people.ada);
  return { request: filed, tokens: [token] };
}

export const secondDeploymentAttacks: readonly Attack[] = [
  {
    name: "a genuine request of a second deployment, with its policy and connection, row for row",
    expected: { refused: "wrong_deployment" },
    async run({ world }) {
      const there = randomUUID();
      const { rootKey } = world.trust;
      const { name, vendor, origin, ca, allowPrivate, settings } = connectionOf(world);
      const connection: TrustInput = { type: "countersign/connection", connection: world.connection, name, vendor, origin, ca, allowPrivate, settings };
      const [policy, trusted] = [
        await bringOver(world, there, laxPolicy, rootKey, world.people.ada.key),
        await bringOver(world, there, connection, rootKey, world.people.ada.key),
      ];
      return request(world, (s) => ({ ...s, deployment: there, approvalPolicy: policy, connection: trusted }));
    },
  },
  {
    name: "a genuine, laxer approval policy of a second deployment, row for row",
    expected: { refused: "policy_superseded" },
    async run({ world }) {
      const policy = await bringOver(world, randomUUID(), laxPolicy, world.trust.rootKey, world.people.ada.key);
      return request(world, (s) => ({ ...s, approvalPolicy: policy }));
    },
  },
];

function connectionOf({ trust, connectionDigest }: World): Extract<TrustInput, { type: "countersign/connection" }> {
  return JSON.parse(trust.statements.find(({ digest }) => digest === connectionDigest)?.body ?? "{}");
}
