import { randomUUID } from "node:crypto";
import { TrustStatement } from "../../domain/statement";
import { keyFingerprint } from "../../signatures/key-fingerprint";
import type { TestDatabase } from "../../testkit/database";
import type { TrustWorld } from "./world";

/** Writes a world's statements, signatures and enrolments into a test database, each by the role that may. Persons must exist. Can be repeated. */
export async function saveTrustWorld(database: TestDatabase, world: TrustWorld): Promise<void> {
  const at = world.clock.now();
  await database.as("web").trustStatement.createMany({
    data: world.statements.map(({ digest, kind, subject, body }) => ({ digest, kind, subject, body, proposedBy: "operator:test", createdAt: at })),
    skipDuplicates: true,
  });
  const saved = new Set((await database.as("signer").trustSignature.findMany()).map(({ answer }) => answer));
  await database.as("signer").trustSignature.createMany({
    data: world.signatures
      .filter(({ answer }) => !saved.has(answer))
      .map(({ digest, personId, keyId, answer, assertion, at: signedAt = at }) => ({
        id: randomUUID(),
        digest,
        personId,
        keyId,
        answer,
        assertion: JSON.parse(JSON.stringify(assertion)),
        at: signedAt,
      })),
  });
  await database.as("signer").enrolment.createMany({ data: world.statements.flatMap((row) => enrolmentRow(row, at)), skipDuplicates: true });
  await database.as("executor").firstSight.createMany({ data: [...world.firstSeen].map(([digest, seen]) => ({ digest, at: seen })), skipDuplicates: true });
}

function enrolmentRow({ digest, body }: TrustWorld["statements"][number], at: Date) {
  const statement = TrustStatement.parse(JSON.parse(body));
  if (statement.type !== "countersign/key") return [];
  const { id, kind, publicKey, name } = statement.key;
  return [{ keyId: id, personId: statement.person, kind, publicKey, name, transports: [], statementDigest: digest, at }];
}

/** Writes what the executor would say of this world: the root it has pinned, and each statement's state. */
export async function publishTrust(database: TestDatabase, world: TrustWorld): Promise<void> {
  const db = database.as("executor");
  const { root } = world;
  const shown = { fingerprint: keyFingerprint(root.key.publicKey), rpId: root.rpId, origin: root.origin, personId: root.person, keyId: root.key.id };
  const pin = { ...shown, sample: root.sample, pinnedAt: new Date(root.pinnedAt) };
  await db.trustRootView.upsert({ where: { id: 1 }, create: { id: 1, ...pin }, update: pin });
  const at = world.clock.now();
  for (const [digest, { status, reason, detail }] of (await world.view()).states) {
    const state = { status, reason, detail: JSON.parse(JSON.stringify(detail)), activeAt: status === "active" ? at : null, updatedAt: at };
    await db.trustState.upsert({ where: { digest }, create: { digest, firstSeenAt: at, ...state }, update: state });
  }
}
