import { randomUUID } from "node:crypto";
import type { Actor } from "../core/context";
import type { Db, Prisma } from "../core/db";
import type { RoleName } from "../domain/roles";

/** Writes facts as the owner role, for tests that begin where collector and executor have already been. */
export function facts(db: Db, now: () => Date) {
  return {
    async person(fields: Partial<Prisma.PersonUncheckedCreateInput> = {}) {
      const id = fields.id ?? randomUUID();
      const name = fields.displayName ?? `Person ${id.slice(-4)}`;
      return db.person.create({
        data: {
          id,
          source: "scim",
          externalId: id,
          userName: name.toLowerCase().replaceAll(" ", "."),
          displayName: name,
          status: "active",
          statusAt: now(),
          statusSource: "scim: active=true",
          firstSeenAt: now(),
          changedAt: now(),
          ...fields,
        },
      });
    },
    async connection(fields: Partial<Prisma.ConnectionUncheckedCreateInput> = {}) {
      const id = fields.id ?? randomUUID();
      return db.connection.create({
        data: {
          id,
          name: `unleash-${id.slice(-4)}`,
          connector: "unleash",
          origin: "https://unleash.example.com",
          createdBy: "operator:test",
          createdAt: now(),
          ...fields,
        },
      });
    },
    async health(connectionId: string, fields: Partial<Prisma.ConnectionHealthUncheckedCreateInput> = {}) {
      return db.connectionHealth.create({ data: { connectionId, state: "ok", checkedAt: now(), lastGoodSyncAt: now(), ...fields } });
    },
    async account(connectionId: string, personId: string | null, fields: Partial<Prisma.AccountUncheckedCreateInput> = {}) {
      const id = fields.id ?? randomUUID();
      const account = await db.account.create({
        data: {
          id,
          connectionId,
          externalId: id,
          kind: "user",
          name: `account-${id.slice(-4)}`,
          status: "enabled",
          firstSeenAt: now(),
          lastSeenAt: now(),
          factsHash: "test",
          ...fields,
        },
      });
      if (personId) await db.accountLink.create({ data: { accountId: id, personId, evidence: { email: true }, linkedAt: now() } });
      return account;
    },
    async token(connectionId: string, fields: Partial<Prisma.TokenUncheckedCreateInput> = {}) {
      const id = fields.id ?? randomUUID();
      const handle = { name: fields.name ?? id, created: now().toISOString() };
      return db.token.create({
        data: {
          id,
          connectionId,
          class: "api_key",
          handleKey: JSON.stringify(handle) + id,
          handle,
          name: `token-${id.slice(-4)}`,
          expiry: "unknown",
          firstSeenAt: now(),
          lastSeenAt: now(),
          factsHash: "test",
          ...fields,
        },
      });
    },
    /** an execution of a token, and the request that it follows */
    async execution(
      token: { id: string; connectionId: string },
      requesterId: string,
      fields: Pick<Prisma.ExecutionUncheckedCreateInput, "status"> & Partial<Prisma.ExecutionUncheckedCreateInput>,
    ) {
      const request = await db.request.create({
        data: {
          id: randomUUID(),
          statement: "{}",
          digest: randomUUID(),
          connectionId: token.connectionId,
          effect: fields.effect ?? "dead",
          requesterId,
          reason: "r",
          acknowledgement: "a",
          createdAt: now(),
          expiresAt: now(),
        },
      });
      return db.execution.create({
        data: {
          id: randomUUID(),
          requestId: request.id,
          tokenId: token.id,
          targetDigest: randomUUID(),
          effect: "dead",
          queuedAt: now(),
          notBefore: now(),
          endedAt: now(),
          ...fields,
        },
      });
    },
    async finding(rule: string, of: { tokenId?: string; accountId?: string; personId?: string }, fields: Partial<Prisma.FindingUncheckedCreateInput> = {}) {
      const subject = of.tokenId ? `token:${of.tokenId}` : `account:${of.accountId}`;
      return db.finding.create({
        data: {
          id: randomUUID(),
          rule,
          subject,
          ...of,
          severity: "high",
          factors: [],
          evidence: {},
          status: "open",
          firstSeenAt: now(),
          lastSeenAt: now(),
          ...fields,
        },
      });
    },
  };
}

/** A signed-in person with these roles, as verbs see them. */
export const asPerson = (person: { id: string; displayName: string }, ...roles: RoleName[]): Actor => ({
  type: "person",
  id: person.id,
  displayName: person.displayName,
  roles,
  sessionId: "test",
});
