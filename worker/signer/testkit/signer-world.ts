import { randomBytes, randomUUID } from "node:crypto";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { insertRequest, targetOf } from "../../../lib/approvals/testkit/insert-request";
import { sha256 } from "../../../lib/core/canonical";
import type { RoleName } from "../../../lib/domain/roles";
import { signingPage } from "../../../lib/signatures/signing-page";
import type { TestDatabase } from "../../../lib/testkit/database";
import { facts } from "../../../lib/testkit/facts";
import { defaultPolicy } from "../../../lib/trust/default-policy";
import { publishTrust, saveTrustWorld } from "../../../lib/trust/testkit/save-world";
import { createTrustWorld } from "../../../lib/trust/testkit/world";
import { createSignerServer } from "../server";
import type { Signer } from "../signer";
import { Visit } from "./visit";

export type SignerWorld = Awaited<ReturnType<typeof startSignerWorld>>;

/** The signer over real HTTP, in an organisation with an administrator, a requester, two approvers with passkeys and one person without. */
export async function startSignerWorld(database: TestDatabase, changes: Partial<Pick<Signer, "sample">> = {}) {
  const owner = database.as("owner");
  const make = facts(owner, () => database.clock.now());
  const person = async (displayName: string, ...roles: RoleName[]) => {
    const made = await make.person({ displayName });
    await owner.roleGrant.createMany({ data: roles.map((role) => ({ personId: made.id, role, grantedBy: "operator:test", grantedAt: database.clock.now() })) });
    return made;
  };
  const signer: Signer = {
    ctx: database.context("signer"),
    page: signingPage("http://localhost:3001"),
    appOrigin: "http://localhost:3000",
    secret: randomBytes(32).toString("base64url"),
    secure: false,
    sample: changes.sample ?? false,
    endorse: async () => undefined,
  };
  const server = createSignerServer(signer);
  const { port } = await listen(server);
  signer.page = signingPage(`http://localhost:${port}`);

  const admin = await person("Ada Admin", "administrator");
  const trust = createTrustWorld({ person: admin.id, origin: signer.page.origin, rpId: "localhost", clock: database.clock });
  await owner.deployment.create({ data: { id: trust.root.deployment, name: "test", createdAt: database.clock.now() } });
  const [mira, aiko, ben, kim] = [
    await person("Mira Koh", "security_manager"),
    await person("Aiko Sato", "approver"),
    await person("Ben Ortiz", "approver"),
    await person("Kim Keyless", "approver"),
  ];
  const connection = await make.connection({ name: "unleash-prod" });
  const connectionDigest = trust.establish(
    {
      type: "countersign/connection",
      connection: connection.id,
      name: connection.name,
      vendor: "unleash",
      origin: connection.origin,
      ca: null,
      allowPrivate: false,
      settings: {},
    },
    trust.rootKey,
  );
  trust.establish({ type: "countersign/approver-group", group: "platform", members: [aiko.id] }, trust.rootKey);
  trust.establish({ type: "countersign/approver-group", group: "billing", members: [ben.id] }, trust.rootKey);
  database.clock.advance(1);
  trust.propose({
    type: "countersign/key",
    person: admin.id,
    key: { id: trust.root.key.id, kind: "webauthn", publicKey: trust.root.key.publicKey, name: "root" },
  });
  const aikos = trust.enrol(aiko.id, [trust.rootKey]);
  // From here on two people have a key, and both must sign.
  database.clock.advance(1);
  const keys = { aiko: aikos, ben: trust.makeKey(ben.id), mira: trust.makeKey(mira.id) };
  for (const key of [keys.ben, keys.mira])
    trust.establish(
      { type: "countersign/key", person: key.person, key: { id: key.id, kind: key.kind, publicKey: key.publicKey, name: key.name } },
      trust.rootKey,
      keys.aiko,
    );
  const publish = async () => {
    await saveTrustWorld(database, trust);
    await publishTrust(database, trust);
  };
  await publish();
  database.clock.advance(25 * 3_600_000);
  await publish();

  return {
    ...{ signer, trust, keys, people: { admin, mira, aiko, ben, kim }, connection, connectionDigest, publish, make },
    origin: signer.page.origin,
    async request(tokens = 1, requester = mira.id) {
      const made = [];
      for (let n = 0; n < tokens; n++) made.push(targetOf(await make.token(connection.id, { name: `billing-sync-${n}` })));
      const { root } = trust;
      const approvalPolicy = defaultPolicy(root.deployment).digest;
      return insertRequest(database, {
        deployment: root.deployment,
        requester,
        connection: { id: connection.id, digest: connectionDigest },
        approvalPolicy,
        targets: made,
      });
    },
    /** somebody signed in to web, for twelve hours. Returns the session's id */
    async session(personId: string) {
      const id = randomUUID();
      const createdAt = database.clock.now();
      const expiresAt = new Date(createdAt.getTime() + 12 * 3_600_000);
      await database.as("web").session.create({ data: { id, personId, method: "link", createdAt, expiresAt } });
      return id;
    },
    async ticket(personId: string, purpose: "sign" | "enrol" | "trust", subject: string | null = null, given: { minutes?: number; session?: string } = {}) {
      const { minutes = 5, session = await this.session(personId) } = given;
      const ticket = randomBytes(32).toString("base64url");
      const now = database.clock.now();
      const expiresAt = new Date(now.getTime() + minutes * 60_000);
      await database
        .as("web")
        .signerTicket.create({ data: { ticketHash: sha256(ticket), personId, sessionId: session, purpose, subject, createdAt: now, expiresAt } });
      return ticket;
    },
    /** someone sent over by web, on the page of a subject */
    async visit(personId: string, purpose: "sign" | "enrol" | "trust", subject: string | null = null) {
      const visit = new Visit(signer.page.origin);
      const session = await this.session(personId);
      const page = await visit.get(`/t/${await this.ticket(personId, purpose, subject, { session })}`);
      return { visit, page, session };
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function listen(server: Server): Promise<AddressInfo> {
  return new Promise((resolve, reject) => server.once("error", reject).listen(0, "localhost", () => resolve(server.address() as AddressInfo)));
}
