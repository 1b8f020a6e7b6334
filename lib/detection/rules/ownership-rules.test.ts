import { randomUUID } from "node:crypto";
import { beforeAll } from "vitest";
import { testDatabase } from "../../testkit/database";
import { judged } from "../testkit/judged";
import { type Life, walk } from "../testkit/walk";

const database = testDatabase();
const world = judged(database);
const { change, daysAgo, is, owned, owner, policy, token, usedBy } = world;
let connection: string;
beforeAll(async () => {
  connection = await world.connection({ list: "can", last_used: "can", revoke: "can" });
  await policy({ class: "deploy_key", longestDays: 30, rotateDays: 30, attestDays: 30, unusedDays: 30 });
});
const attested = async (tokenId: string, at: Date) => {
  const { personId } = await owner().ownership.findUniqueOrThrow({ where: { tokenId } });
  await owner().attestation.create({ data: { id: randomUUID(), tokenId, personId: personId as string, answer: "mine", evidence: {}, at } });
};
const production = (id: string) => change(id, { environment: "production" });
const harmless = (id: string) => change(id, { environment: "development" });
const team = async () =>
  (await owner().team.create({ data: { id: randomUUID(), source: "test", externalId: randomUUID(), name: "Payments", changedAt: database.clock.now() } })).id;

const lives: Life[] = [
  {
    rule: "departed-still-alive",
    opens: async () => {
      const { id } = await token(connection);
      await owned(id, { personId: (await is().person({ status: "departed", statusAt: daysAgo(3) })).id });
      return id;
    },
    severity: "high",
    graver: [production, "critical", harmless],
    closes: (id) => owned(id),
    because: /no departed/,
    again: async (id) => owned(id, { personId: (await is().person({ status: "departed", statusAt: daysAgo(3) })).id }),
  },
  {
    rule: "no-owner",
    opens: async () => (await token(connection)).id,
    severity: "medium",
    graver: [production, "high", harmless],
    closes: (id) => owned(id),
    because: /confirmed/,
    again: (id) => owned(id, { state: "suggested" }),
  },
  {
    rule: "owner-departed",
    opens: async () => {
      const { id } = await token(connection);
      await owned(id, { personId: (await is().person({ status: "departed" })).id });
      return id;
    },
    severity: "medium",
    graver: [production, "high", harmless],
    closes: (id) => owned(id),
    because: /active/,
    again: async (id) => owned(id, { personId: (await is().person({ status: "departed" })).id }),
  },
  {
    rule: "no-backup",
    opens: async () => {
      const { id } = await token(connection);
      await owned(id);
      return id;
    },
    severity: "low",
    graver: [production, "medium", harmless],
    closes: async (id) => owned(id, { backupPersonId: (await is().person()).id }),
    because: /backup is named/,
    again: async (id) => owned(id, { backupPersonId: (await is().person({ status: "departed" })).id }),
  },
  {
    rule: "team-without-person",
    opens: async () => {
      const { id } = await token(connection);
      await owned(id, { personId: null, teamId: await team(), state: "suggested" });
      return id;
    },
    severity: "medium",
    closes: (id) => owned(id),
    because: /confirmed/,
    again: async (id) => owned(id, { personId: null, teamId: await team(), state: "suggested" }),
  },
  {
    rule: "no-workload",
    opens: async () => (await token(connection)).id,
    severity: "low",
    graver: [production, "medium", harmless],
    closes: (id) => usedBy(id),
    because: /named/,
    again: (id) => owner().tokenWorkload.deleteMany({ where: { tokenId: id } }),
  },
  {
    rule: "no-purpose",
    opens: async () => (await token(connection)).id,
    severity: "low",
    graver: [production, "medium", harmless],
    closes: (id) => owned(id, { purpose: "Sends invoices." }),
    because: /purpose/,
    again: (id) => owned(id, { purpose: " " }),
  },
  {
    rule: "attestation-overdue",
    opens: async () => {
      const { id } = await token(connection, { class: "deploy_key", issuedAt: daysAgo(40) });
      await owned(id);
      return id;
    },
    severity: "low",
    graver: [(id) => change(id, { issuedAt: daysAgo(70) }), "medium", (id) => change(id, { issuedAt: daysAgo(40) })],
    closes: (id) => attested(id, daysAgo(20)),
    because: /answered/,
    again: () => policy({ class: "deploy_key", environment: "other", attestDays: 10 }),
  },
];
walk(world, lives);
