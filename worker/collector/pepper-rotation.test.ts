import { createSecretKey, randomBytes, randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { z } from "zod";
import type { ReadConnector } from "../../lib/connectors/contract";
import { sightingOf } from "../../lib/connectors/unleash/map";
import { ApiToken } from "../../lib/connectors/unleash/wire";
import { sealEnvelope } from "../../lib/credentials/envelope";
import type { Pepper } from "../../lib/fingerprints/pepper";
import { testDatabase } from "../../lib/testkit/database";
import { facts } from "../../lib/testkit/facts";
import { syncNext } from "./sync";
import { collectorRig } from "./testkit/rig";

const database = testDatabase();
const is = facts(database.as("owner"), () => database.clock.now());
const key = () => createSecretKey(randomBytes(32));
const [first, second, lost] = [key(), key(), key()];

const rows = Array.from({ length: 5 }, (_, n) =>
  ApiToken.parse({
    ...{ secret: `*:development.${n}-canary`, tokenName: `token ${n % 2}`, type: "client", environment: "development", projects: ["default"] },
    createdAt: "2026-05-01T12:00:00.000Z",
  }),
);
/** Lists as Unleash is listed: the handle holds our fingerprint, because Unleash has no ids. */
const connector: ReadConnector = {
  vendor: "listed",
  title: "Listed",
  credential: z.object({}),
  settings: z.object({}),
  reader: {
    capabilities: { api_key: { list: "can" } },
    blindSpots: [],
    check: async () => ({ ok: true, message: "It answers." }),
    async listTokens(connection) {
      const items = rows.map((row) => sightingOf(connection, row, { environmentTypes: new Map(), creatorOf: () => null }));
      return { items, rejected: [], next: null, expected: items.length };
    },
    listAccounts: async () => ({ items: [], rejected: [], next: null, expected: 0 }),
  },
};

test("a renewed pepper duplicates no token: each keeps its row and owner, and is known by the new fingerprint from then on", async () => {
  const rig = await collectorRig();
  const origin = "https://listed.example";
  const { id } = await is.connection({ connector: "listed", origin });
  const sealed = await sealEnvelope(rig.identity.recipient, {
    ...{ version: 1, deployment: rig.deployment, connection: id, vendor: "listed", origin, ca: null, credential: {} },
  });
  await database.as("owner").readCredential.create({ data: { id: randomUUID(), connectionId: id, sealed, createdBy: "test", createdAt: new Date(0) } });
  const sync = async (pepper: Pepper) => {
    database.clock.advance(1_000);
    const run = randomUUID();
    await database.as("web")
      .$executeRaw`insert into sync_run (id, connection_id, trigger, status, queued_at) values (${run}::uuid, ${id}::uuid, 'person:x', 'queued', ${database.clock.now()})`;
    expect(await syncNext({ ...rig.parts(database.context("collector")), pepper, connectors: { listed: connector } })).toBe(true);
    return database.as("web").syncRun.findUniqueOrThrow({ where: { id: run } });
  };
  const prints = () => database.as("web").tokenFingerprint.findMany({ where: { token: { connectionId: id } }, select: { pepperVersion: true } });
  const tokens = () => database.as("web").token.findMany({ where: { connectionId: id }, orderBy: { id: "asc" } });

  expect(await sync({ current: 1, keys: new Map([[1, first]]) })).toMatchObject({ status: "succeeded", created: 5 });
  const before = await tokens();
  const person = await is.person();
  const owned = before[2]?.id ?? "";
  await database.as("owner").ownership.create({ data: { tokenId: owned, personId: person.id, state: "confirmed", setBy: "test", setAt: new Date(0) } });

  const rotated: Pepper = {
    current: 2,
    keys: new Map([
      [1, first],
      [2, second],
    ]),
  };
  expect(await sync(rotated)).toMatchObject({ status: "succeeded", created: 0, changed: 5, missing: 0 });
  const after = await tokens();
  expect(after.map((token) => token.id)).toEqual(before.map((token) => token.id));
  expect(after.map((token) => token.handleKey)).not.toEqual(before.map((token) => token.handleKey));
  expect((await prints()).map(({ pepperVersion }) => pepperVersion)).toEqual([2, 2, 2, 2, 2]);
  expect(await database.as("web").ownership.count({ where: { tokenId: owned, personId: person.id } })).toBe(1);
  expect(await sync(rotated)).toMatchObject({ created: 0, changed: 0, unchanged: 5 });
  // The old version may then be dropped; one that is lost before that is what duplicates.
  expect(await sync({ current: 2, keys: new Map([[2, second]]) })).toMatchObject({ created: 0, changed: 0, unchanged: 5 });
  expect(await sync({ current: 3, keys: new Map([[3, lost]]) })).toMatchObject({ created: 5, missing: 5 });
});
