import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { facts } from "../testkit/facts";
import { mergeTokens } from "./merge-tokens";

const database = testDatabase();
const owner = () => database.as("owner");
const make = () => facts(owner(), () => database.clock.now());
const merge = (tokens: string[]) => database.as("collector").$transaction((tx) => mergeTokens(tx, database.context("collector"), { tokens }));

async function connections(n: number): Promise<string[]> {
  const made = [];
  for (let at = 0; at < n; at += 1) made.push((await make().connection({ createdAt: new Date(Date.UTC(2026, 0, 1 + at)) })).id);
  return made;
}

interface Sighting {
  connection: number;
  imported: boolean;
  prints: number[];
}

/** The same tokens in a database of their own connections, brought in that order. Returns which sighting speaks for each. */
async function bringIn(sightings: readonly Sighting[], order: readonly number[], batch: number, on: readonly string[]): Promise<number[]> {
  const run = randomUUID();
  const ids = new Map<number, string>();
  for (let start = 0; start < order.length; start += batch) {
    const part = order.slice(start, start + batch);
    for (const at of part) {
      const { connection, imported, prints } = sightings[at] as Sighting;
      const { id } = await make().token(on[connection] as string, { imported, handleKey: `${run} ${at}` });
      ids.set(at, id);
      await owner().tokenFingerprint.createMany({
        data: prints.map((print) => ({ tokenId: id, kind: print % 2 ? "sha256" : "hmac_sha256", value: `${run} ${print}`, pepperVersion: print % 2 ? 0 : 1 })),
      });
    }
    await merge(part.map((at) => ids.get(at) as string));
  }
  const byId = new Map([...ids].map(([at, id]) => [id, at]));
  const rows = await owner().token.findMany({ where: { id: { in: [...ids.values()] } }, select: { id: true, mergedInto: true } });
  const speaks: number[] = [];
  for (const row of rows) speaks[byId.get(row.id) as number] = byId.get(row.mergedInto ?? row.id) as number;
  return speaks;
}

test("whatever the order in which listings come, the same tokens are one and the same one speaks for them", async () => {
  const on = await connections(4);
  const sighting = fc.record({ connection: fc.nat(3), imported: fc.boolean(), prints: fc.uniqueArray(fc.nat(5), { maxLength: 2 }) });
  const world = fc.array(sighting, { minLength: 2, maxLength: 7 }).chain((sightings) =>
    fc.record({
      sightings: fc.constant(sightings),
      orders: fc.tuple(
        fc.shuffledSubarray([...sightings.keys()], { minLength: sightings.length }),
        fc.shuffledSubarray([...sightings.keys()], { minLength: sightings.length }),
      ),
      batches: fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 })),
    }),
  );
  await fc.assert(
    fc.asyncProperty(world, async ({ sightings, orders, batches }) => {
      const one = await bringIn(sightings, orders[0], batches[0], on);
      expect(await bringIn(sightings, orders[1], batches[1], on)).toEqual(one);
      // nobody speaks for a token who is spoken for, and who speaks is never known by import alone where another is not
      for (const [at, principal] of one.entries()) {
        expect(one[principal]).toBe(principal);
        if (sightings[principal]?.imported) expect(sightings[at]?.imported).toBe(true);
      }
    }),
    { numRuns: 15 },
  );
}, 60_000);

test("owner, workload and finding follow the principal; when fingerprints part, so does the group", async () => {
  const [early, late] = (await connections(2)) as [string, string];
  const person = await make().person();
  const listed = await make().token(late, { imported: true });
  const print = { kind: "sha256" as const, value: `shared ${listed.id}`, pepperVersion: 0 };
  await owner().tokenFingerprint.create({ data: { tokenId: listed.id, ...print } });
  const now = database.clock.now();
  await owner().ownership.create({ data: { tokenId: listed.id, personId: person.id, state: "confirmed", setBy: "test", setAt: now } });
  const workload = await owner().workload.create({
    data: { id: randomUUID(), name: "runner", kind: "service", source: "test", createdBy: "test", createdAt: now, changedAt: now },
  });
  await owner().tokenWorkload.create({ data: { tokenId: listed.id, workloadId: workload.id, basis: "imported", setBy: "test", setAt: now } });
  const finding = await make().finding("never-expires", { tokenId: listed.id });

  const real = await make().token(early);
  await owner().tokenFingerprint.create({ data: { tokenId: real.id, ...print } });
  await merge([real.id]);
  const principal = await owner().token.findUniqueOrThrow({ where: { id: real.id }, include: { ownership: true, workloads: true, findings: true } });
  expect(principal).toMatchObject({
    mergedInto: null,
    ownership: { personId: person.id },
    workloads: [{ workloadId: workload.id }],
    findings: [{ id: finding.id, subject: `token:${real.id}` }],
  });
  expect(await owner().token.findUnique({ where: { id: listed.id } })).toMatchObject({ mergedInto: real.id });
  expect(await owner().reevaluation.count({ where: { tokenId: { in: [real.id, listed.id] } } })).toBeGreaterThan(0);

  await owner().tokenFingerprint.deleteMany({ where: { tokenId: listed.id } });
  await merge([listed.id]);
  expect(await owner().token.findUnique({ where: { id: listed.id } })).toMatchObject({ mergedInto: null });
});

test("a key id or a fingerprint under another pepper joins nothing", async () => {
  const [a, b] = (await connections(2)) as [string, string];
  const [one, two] = [await make().token(a), await make().token(b)];
  for (const [n, { id }] of [one, two].entries())
    await owner().tokenFingerprint.createMany({
      data: [
        { tokenId: id, kind: "key_id", value: "same" },
        { tokenId: id, kind: "hmac_sha256", value: "same", pepperVersion: n + 1 },
      ],
    });
  await merge([one.id, two.id]);
  expect(await owner().token.count({ where: { id: { in: [one.id, two.id] }, mergedInto: null } })).toBe(2);
});

test("thousands of copies of one secret are joined in a breath", async () => {
  const [a] = (await connections(1)) as [string];
  await owner().$executeRaw`
    with made as (
      insert into token (id, connection_id, class, handle_key, handle, name, expiry, first_seen_at, last_seen_at, facts_hash, scopes)
      select gen_random_uuid(), ${a}::uuid, 'api_key', 'copy ' || n, '{}', 'copy', 'unknown', now(), now(), 'x', '{}' from generate_series(1, 4000) n returning id
    ) insert into token_fingerprint (token_id, kind, value) select id, 'sha256', 'copied' from made`;
  const [first] = await owner().token.findMany({ where: { name: "copy" }, take: 1, orderBy: { id: "desc" } });
  await merge([first?.id as string]);
  expect(await owner().token.count({ where: { name: "copy", mergedInto: { not: null } } })).toBe(3_999);
}, 60_000);

test("web's role can't join tokens", async () => {
  await expect(database.as("web").$transaction((tx) => mergeTokens(tx, database.context("web"), { tokens: [] }))).rejects.toThrow(/permission denied/);
});
