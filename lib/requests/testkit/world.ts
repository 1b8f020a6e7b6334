import { randomUUID } from "node:crypto";
import { canonical, sha256 } from "../../core/canonical";
import type { Db } from "../../core/db";
import { facts } from "../../testkit/facts";

/** A deployment with one trusted connection and three enrolled approvers in two groups, as executor and signer would have left it. */
export async function requestWorld(owner: Db, now: () => Date) {
  const make = facts(owner, now);
  const deployment = randomUUID();
  await owner.deployment.create({ data: { id: deployment, name: "Test", createdAt: now() } });

  async function trust(kind: "connection" | "approver_group" | "approval_policy" | "key", subject: string, fields: Record<string, unknown>) {
    const type = `countersign/${kind.replace("_", "-")}`;
    const body = canonical({ type, version: 1, deployment, nonce: randomUUID(), issued: now().toISOString(), ...fields });
    const digest = sha256(body);
    await owner.trustStatement.create({ data: { digest, kind, subject, body, proposedBy: "operator:test", createdAt: now() } });
    await owner.trustState.create({ data: { digest, status: "active", firstSeenAt: now(), activeAt: now(), updatedAt: now() } });
    return digest;
  }
  async function enrol(person: { id: string }) {
    const keyId = `key-${person.id}`;
    const statementDigest = await trust("key", keyId, {
      person: person.id,
      key: { id: keyId, kind: "ed25519", publicKey: "AAAA", name: "Laptop" },
    });
    await owner.enrolment.create({
      data: { keyId, personId: person.id, kind: "ed25519", publicKey: "AAAA", name: "Laptop", transports: [], statementDigest, at: now() },
    });
    return keyId;
  }
  async function trustConnection(connection: { id: string; name: string; origin: string }) {
    return trust("connection", connection.id, {
      connection: connection.id,
      name: connection.name,
      vendor: "unleash",
      origin: connection.origin,
      ca: null,
      allowPrivate: false,
      settings: {},
    });
  }

  const manager = await make.person({ displayName: "Mira Koh" });
  const approvers = [
    await make.person({ displayName: "Aiko Sato" }),
    await make.person({ displayName: "Ben Ortiz" }),
    await make.person({ displayName: "Cleo Park" }),
  ] as const;
  for (const person of approvers) await enrol(person);
  await trust("approver_group", "platform", { group: "platform", members: [approvers[0].id, approvers[2].id] });
  await trust("approver_group", "billing", { group: "billing", members: [approvers[1].id] });
  const connection = await make.connection({ name: "unleash-prod" });
  const connectionDigest = await trustConnection(connection);
  await make.health(connection.id);
  return { make, deployment, manager, approvers, connection, connectionDigest, trust, trustConnection, enrol };
}
export type RequestWorld = Awaited<ReturnType<typeof requestWorld>>;
