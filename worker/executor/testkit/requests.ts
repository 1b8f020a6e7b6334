import { randomUUID } from "node:crypto";
import type { VendorToken } from "../../../lib/connectors/testkit/vendor/state";
import { canonical, digestOf, sha256 } from "../../../lib/core/canonical";
import type { Answer, Quorum, RevocationStatement, StatementTarget } from "../../../lib/domain/statement";
import type { Effect } from "../../../lib/domain/tokens";
import { fingerprint } from "../../../lib/fingerprints/pepper";
import type { Ceremony } from "../../../lib/signatures/testkit/authenticator";
import type { WorldKey } from "../../../lib/trust/testkit/world";
import type { World, WorldPerson } from "./world";

export interface Filed {
  id: string;
  statement: RevocationStatement;
  text: string;
  digest: string;
  targets: string[];
}

export type WorldToken = { id: string; at: VendorToken };

/** The target as the collector's facts give it. */
export function targetFor(world: World, { id, at }: WorldToken): StatementTarget {
  const { kind, value } = fingerprint(world.pepper, at.secret);
  return {
    token: id,
    class: "api_key",
    handle: { id: at.id },
    name: at.name,
    creator: at.creator,
    created: at.createdAt,
    scopes: [...at.scopes].sort(),
    environment: at.environment,
    fingerprint: kind === "prefix_last" ? null : { kind, value },
  };
}

export interface FileOptions {
  requester?: WorldPerson;
  effect?: Effect;
  quorum?: Quorum;
  /** from now */
  lifeMilliseconds?: number;
  /** changes the statement before it is filed */
  alter?(statement: RevocationStatement): RevocationStatement;
  /** writes another text than the statement's own */
  text?(text: string): string;
}

/** Files a request the way web does, with web's rights. */
export async function fileRequest(world: World, tokens: readonly WorldToken[], options: FileOptions = {}): Promise<Filed> {
  const { database, people } = world;
  const now = database.clock.now();
  const id = randomUUID();
  const requester = (options.requester ?? people.rita).id;
  const expiry = new Date(now.getTime() + (options.lifeMilliseconds ?? 24 * 3600_000));
  const built: RevocationStatement = {
    type: "countersign/revocation",
    version: 1,
    deployment: world.deployment,
    request: id,
    connection: world.connectionDigest,
    effect: options.effect ?? "dead",
    targets: tokens.map((token) => targetFor(world, token)),
    approvalPolicy: world.policyDigest,
    quorum: tokens.map(() => options.quorum ?? { people: 1, groups: 1 }),
    requester,
    reason: "left the company",
    nonce: randomUUID(),
    expiry: expiry.toISOString(),
  };
  const statement = options.alter?.(built) ?? built;
  const text = options.text?.(canonical(statement)) ?? canonical(statement);
  const digest = sha256(text);
  await database.as("web").request.create({
    data: {
      ...{ id, statement: text, digest, connectionId: world.connection, effect: statement.effect, requesterId: statement.requester },
      ...{ reason: statement.reason, acknowledgement: "yes", createdAt: now, expiresAt: expiry },
      targets: { create: statement.targets.map((target, position) => ({ tokenId: target.token, digest: digestOf(target), position })) },
    },
  });
  return { id, statement, text, digest, targets: statement.targets.map((target) => digestOf(target)) };
}

export interface SignOptions {
  kind?: "request" | "approve";
  key?: WorldKey;
  /** digests covered; default all */
  targets?: string[];
  /** what the authenticator lies about */
  lie?: Partial<Ceremony>;
  /** what the signed answer says */
  answer?: Partial<Pick<Answer, "answer" | "statement" | "signer">>;
  /** changes the row before it is written */
  row?(row: ApprovalRow): ApprovalRow;
}
interface ApprovalRow {
  personId: string;
  keyId: string;
  kind: "request" | "approve";
  answer: string;
  assertion: unknown;
}

/** Signs the way the signer's page does, with the signer's rights. */
export async function sign(world: World, request: Filed, person: WorldPerson, options: SignOptions = {}): Promise<ApprovalRow> {
  const { kind = "approve", key = person.key, targets = request.targets } = options;
  const answer = { answer: kind, statement: request.digest, targets, ...options.answer };
  const signed = key.answer(answer, options.lie);
  const row: ApprovalRow = { personId: person.id, keyId: key.id, kind, answer: signed.answerText, assertion: signed.assertion };
  await writeApproval(world, request.id, options.row?.(row) ?? row);
  return row;
}

export async function writeApproval(world: World, requestId: string, row: ApprovalRow): Promise<void> {
  const assertion = JSON.parse(JSON.stringify(row.assertion));
  await world.database.as("signer").approval.create({ data: { id: randomUUID(), requestId, ...row, assertion, at: world.database.clock.now() } });
}

/** A request for one token, signed by the requester and, unless told otherwise, by Ada: enough for a harmless one. */
export async function honestRequest(world: World, options: { token?: Parameters<World["token"]>[0]; approvers?: WorldPerson[] } = {}) {
  const token = await world.token(options.token);
  const request = await fileRequest(world, [token]);
  await sign(world, request, world.people.rita, { kind: "request" });
  for (const approver of options.approvers ?? [world.people.ada]) await sign(world, request, approver);
  return { token, request };
}

/** What the vendor did to this token, by its own ledger. */
export const effectsOn = async (world: World, token: WorldToken) =>
  (await world.vendor.ledger()).filter((entry) => entry.token === token.at.id && entry.effect);

export const executionsOf = (world: World, request: Pick<Filed, "id">) =>
  world.database.as("executor").execution.findMany({ where: { requestId: request.id }, include: { attempts: { orderBy: { n: "asc" } } } });
