import { beforeAll } from "vitest";
import { testDatabase } from "../../testkit/database";
import { judged } from "../testkit/judged";
import { type Life, walk } from "../testkit/walk";

const database = testDatabase();
const world = judged(database);
const { change, daysAgo, policy, token } = world;
let connection: string;
beforeAll(async () => {
  connection = await world.connection({ list: "can", last_used: "can", revoke: "can" });
  await policy({ class: "deploy_key", longestDays: 30, rotateDays: 30, attestDays: 30, unusedDays: 30 });
});

const lives: Life[] = [
  {
    rule: "never-expires",
    opens: async () => (await token(connection, { expiry: "never", expiresAt: null })).id,
    severity: "medium",
    graver: [(id) => change(id, { issuedAt: daysAgo(400) }), "high", (id) => change(id, { issuedAt: null })],
    closes: (id) => change(id, { expiry: "at", expiresAt: new Date("2035-01-01") }),
    because: /expiry/,
    again: (id) => change(id, { expiry: "never", expiresAt: null }),
  },
  {
    rule: "over-long-life",
    opens: async () => (await token(connection, { class: "deploy_key", issuedAt: daysAgo(10), expiresAt: daysAgo(-30) })).id,
    severity: "low",
    graver: [(id) => change(id, { expiresAt: daysAgo(-90) }), "medium", (id) => change(id, { expiresAt: daysAgo(-30) })],
    closes: (id) => change(id, { expiresAt: daysAgo(-10) }),
    because: /within/,
    again: (id) => change(id, { expiresAt: daysAgo(-30) }),
  },
  {
    rule: "expired-but-alive",
    opens: async () => (await token(connection, { expiresAt: daysAgo(5), lastSeenAt: daysAgo(1) })).id,
    severity: "info",
    graver: [(id) => change(id, { lastUsedAt: daysAgo(1), lastUsedFrom: "vendor" }), "high", (id) => change(id, { lastUsedAt: null })],
    closes: (id) => change(id, { disabledAt: daysAgo(1) }),
    because: /disabled/,
    again: (id) => change(id, { disabledAt: null }),
  },
  {
    rule: "unused",
    opens: async () => (await token(connection, { lastUsedAt: daysAgo(100), lastUsedFrom: "vendor" })).id,
    severity: "low",
    graver: [(id) => change(id, { lastUsedAt: daysAgo(400) }), "medium", (id) => change(id, { lastUsedAt: daysAgo(100) })],
    closes: (id) => change(id, { lastUsedAt: daysAgo(1) }),
    because: /used/,
    again: (id) => change(id, { lastUsedAt: daysAgo(100) }),
  },
  {
    rule: "stale-rotation",
    opens: async () => (await token(connection, { class: "deploy_key", issuedAt: daysAgo(40) })).id,
    severity: "low",
    graver: [(id) => change(id, { issuedAt: daysAgo(70) }), "medium", (id) => change(id, { issuedAt: daysAgo(40) })],
    closes: (id) => change(id, { rotatedAt: daysAgo(1) }),
    because: /replaced/,
    again: (id) => change(id, { rotatedAt: null }),
  },
];
walk(world, lives);
