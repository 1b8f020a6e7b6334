import { randomUUID } from "node:crypto";
import { canonical, digestOf, sha256 } from "../../core/canonical";
import { RevocationStatement, type StatementTarget } from "../../domain/statement";
import type { TestDatabase } from "../../testkit/database";

/** What a stored token looks like inside a statement. */
export function targetOf(token: { id: string; name: string }, changes: Partial<StatementTarget> = {}): StatementTarget {
  return {
    token: token.id,
    class: "api_key",
    handle: { name: token.name, created: "2026-03-01T09:00:00.000Z" },
    name: token.name,
    creator: "dana@example.com",
    created: "2026-03-01T09:00:00.000Z",
    scopes: ["client"],
    environment: "production",
    fingerprint: { kind: "hmac_sha256", value: sha256(token.id) },
    ...changes,
  };
}

export interface RequestToInsert {
  deployment: string;
  requester: string;
  connection: { id: string; digest: string };
  approvalPolicy: string;
  targets: StatementTarget[];
  changes?: Partial<RevocationStatement>;
}

/** Files a request as web would, without its checks. */
export async function insertRequest(database: TestDatabase, { deployment, requester, connection, approvalPolicy, targets, changes }: RequestToInsert) {
  const id = randomUUID();
  const now = database.clock.now();
  const statement = RevocationStatement.parse({
    ...{ type: "countersign/revocation", version: 1, deployment, request: id, connection: connection.digest, effect: "dead", targets, approvalPolicy },
    ...{ quorum: targets.map(() => ({ people: 2, groups: 2 })), requester, reason: "Left in September; the owner agreed.", nonce: randomUUID() },
    // the view request_status runs on the database's clock, so the end lies well ahead of it
    expiry: new Date(Math.max(now.getTime(), Date.now()) + 3 * 86_400_000).toISOString(),
    ...changes,
  });
  const text = canonical(statement);
  const request = await database.as("web").request.create({
    data: {
      ...{ id, statement: text, digest: sha256(text), connectionId: connection.id, effect: "dead", requesterId: requester, reason: statement.reason },
      ...{ acknowledgement: "ok", createdAt: now, expiresAt: new Date(statement.expiry) },
    },
  });
  const rows = targets.map((target, position) => ({ requestId: id, tokenId: target.token, digest: digestOf(target), position }));
  await database.as("web").requestTarget.createMany({ data: rows });
  return { id, number: request.number, digest: request.digest, statement, targets: rows.map(({ digest }) => digest) };
}
