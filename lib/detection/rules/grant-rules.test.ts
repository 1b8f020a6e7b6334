import { randomUUID } from "node:crypto";
import { beforeAll } from "vitest";
import { testDatabase } from "../../testkit/database";
import { judged } from "../testkit/judged";
import { type Life, walk } from "../testkit/walk";

const database = testDatabase();
const world = judged(database);
const { change, daysAgo, owner, token, usedBy } = world;
let connection: string;
let mute: string;
beforeAll(async () => {
  connection = await world.connection({ list: "can", last_used: "can", revoke: "can" });
  mute = await world.connection({ list: "can", revoke: { cannot: "It goes with its parent key." }, disable: { cannot: "no" } });
});
const production = (id: string) => change(id, { environment: "production" });
const harmless = (id: string) => change(id, { environment: "development" });
const grow = (tokenId: string, was: string[], is: string[]) =>
  owner().tokenChange.create({ data: { id: randomUUID(), tokenId, field: "scopes", was, is, at: daysAgo(1), source: "sync:test" } });

const lives: Life[] = [
  {
    rule: "over-broad-scope",
    opens: async () => (await token(connection, { scopes: ["repo:read", "org:admin"] })).id,
    severity: "medium",
    graver: [production, "high", harmless],
    closes: (id) => change(id, { scopes: ["repo:read"] }),
    because: /any more/,
    again: (id) => change(id, { scopes: ["*"] }),
  },
  {
    rule: "scope-never-used",
    opens: async () => (await token(connection, { scopes: ["a", "b"], scopesUsed: ["a"], scopesUsedFrom: "vendor", firstSeenAt: daysAgo(100) })).id,
    severity: "low",
    graver: [(id) => change(id, { scopes: ["a", "admin"] }), "medium", (id) => change(id, { scopes: ["a", "b"] })],
    closes: (id) => change(id, { scopesUsed: ["a", "b", "admin"] }),
    because: /was used/,
    again: (id) => change(id, { scopesUsed: ["a"] }),
  },
  {
    rule: "grew-without-request",
    opens: async () => {
      const { id } = await token(connection, { scopes: ["read", "write"] });
      await grow(id, ["read"], ["read", "write"]);
      return id;
    },
    severity: "high",
    graver: [production, "critical", harmless],
    closes: (id) => change(id, { scopes: ["read"] }),
    because: /no more than before/,
    again: (id) => change(id, { scopes: ["read", "write"] }),
  },
  {
    rule: "shared",
    opens: async () => {
      const { id } = await token(connection);
      await usedBy(id);
      await usedBy(id);
      return id;
    },
    severity: "medium",
    graver: [production, "high", harmless],
    closes: (id) => owner().tokenWorkload.deleteMany({ where: { tokenId: id } }),
    because: /at most one/,
    again: async (id) => {
      await usedBy(id);
      await usedBy(id);
    },
  },
  {
    rule: "across-environments",
    opens: async () => {
      const { id } = await token(connection, { environment: "production" });
      await usedBy(id, { environment: "staging" });
      return id;
    },
    severity: "high",
    graver: [
      (id) => change(id, { reach: { level: "high", summary: "all" } }),
      "critical",
      (id) => change(id, { reach: { level: "limited", summary: "reads" } }),
    ],
    closes: harmless,
    because: /one kind/,
    again: production,
  },
  {
    rule: "human-in-production",
    opens: async () => (await token(connection, { class: "personal_access_token", environment: "production" })).id,
    severity: "medium",
    graver: [(id) => change(id, { reach: { level: "high", summary: "all" } }), "high", (id) => change(id, { reach: { level: "limited", summary: "reads" } })],
    closes: harmless,
    because: /not production/,
    again: production,
  },
  {
    rule: "not-revocable",
    opens: async () => (await token(mute)).id,
    severity: "low",
    graver: [production, "medium", harmless],
    closes: (id) => change(id, { class: "certificate" }),
    because: /says nothing/,
    again: (id) => change(id, { class: "api_key" }),
  },
  {
    rule: "third-party-unused",
    opens: async () => (await token(connection, { class: "oauth_grant", thirdParty: "Acme", lastUsedAt: daysAgo(100) })).id,
    severity: "medium",
    graver: [production, "high", harmless],
    closes: (id) => change(id, { lastUsedAt: daysAgo(1) }),
    because: /used/,
    again: (id) => change(id, { lastUsedAt: daysAgo(100) }),
  },
  {
    rule: "static-cloud-in-pipeline",
    opens: async () => {
      const { id } = await token(connection, { hint: "AKIA…7Q" });
      await usedBy(id, { kind: "pipeline" });
      return id;
    },
    severity: "high",
    graver: [production, "critical", harmless],
    closes: (id) => owner().tokenWorkload.deleteMany({ where: { tokenId: id } }),
    because: /no pipeline/,
    again: (id) => usedBy(id, { kind: "pipeline" }),
  },
];
walk(world, lives);
