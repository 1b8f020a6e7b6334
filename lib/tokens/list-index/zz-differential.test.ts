import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { KeysetPlace } from "../../core/keyset";
import { testDatabase } from "../../testkit/database";
import { TokenFilters, tokenSorts } from "../schemas";
import { oracleFacets, oracleOrder, writeOracle } from "../testkit/oracle";
import { bring, changes, draw, fill, randomFilters } from "../testkit/random-inventory";
import { countedBy, pageOfIds } from "./answer";

// The list in memory against PostgreSQL's own WHERE, ORDER BY and GROUP BY: random filters, orders and searches, with random changes in between.
const rounds = 25;
const casesARound = 20;

const database = testDatabase();
const owner = () => database.as("owner");
const web = () => database.as("web");
beforeAll(() => fill(owner(), 240));

function gate(): { passed: Promise<void>; open(): void } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

async function everyPage(filters: TokenFilters, sort: string, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let after: KeysetPlace | null = null;
  do {
    const page = await pageOfIds(web(), filters, { sort, after, limit });
    ids.push(...page.ids);
    after = page.next;
  } while (after);
  return ids;
}

async function sameAsSql(filters: TokenFilters, sort: string, limit: number): Promise<void> {
  const [wanted, counts] = [await oracleOrder(owner(), filters, sort), await oracleFacets(owner(), filters)];
  const case_ = JSON.stringify({ filters, sort });
  expect(await everyPage(filters, sort, limit), case_).toEqual(wanted);
  const { total, facets } = await countedBy(web(), filters);
  expect(total, case_).toBe(wanted.length);
  const counted = Object.entries(facets).flatMap(([facet, { options }]) =>
    options.filter(({ count }) => count > 0).map(({ value, count }) => [`${facet} ${value}`, count]),
  );
  expect(Object.fromEntries(counted), case_).toEqual(counts);
}

test(`${rounds * casesARound} random questions get the same rows, order, total and counts from memory as from SQL, between changes`, {
  timeout: 900_000,
}, async () => {
  const random = draw(20261126);
  let cases = 0;
  for (let round = 0; round < rounds; round++) {
    await changes(owner(), random, 6);
    await writeOracle(owner());
    for (let n = 0; n < casesARound; n++) {
      const filters = TokenFilters.parse(await randomFilters(owner(), random));
      const sort = `${random() < 0.5 ? "-" : ""}${tokenSorts[Math.floor(random() * tokenSorts.length)]}`;
      await sameAsSql(filters, sort, 1 + Math.floor(random() * 90));
      cases += 1;
    }
  }
  expect(cases).toBeGreaterThanOrEqual(500);
});

test("what comes in bulk, new, known or both, gives the same rows, order, total and counts too", { timeout: 900_000 }, async () => {
  const random = draw(7);
  await pageOfIds(web(), TokenFilters.parse({}), { sort: "name", after: null, limit: 1 });
  const rounds = [
    () => bring(owner(), 600),
    () => owner().$executeRaw`update token set name = 'renamed ' || left(id::text, 4), environment = 'bulk'`,
    () => bring(owner(), 900),
    () => owner().$executeRaw`update token set missing_since = now() where imported`,
    () =>
      owner().$executeRaw`delete from token where class = 'certificate'
        and id not in (select token_id from attestation union all select token_id from request_target union all select token_id from execution
          union all select token_id from exposure where token_id is not null union all select merged_into from token where merged_into is not null)`,
    () => bring(owner(), 700),
  ];
  for (const round of rounds) {
    await round();
    await writeOracle(owner());
    for (const sort of ["name", "-purpose", "owner", "-created"]) await sameAsSql(TokenFilters.parse({}), sort, 90);
    for (let n = 0; n < 4; n++) await sameAsSql(TokenFilters.parse(await randomFilters(owner(), random)), "-name", 90);
  }
});

test("a transaction that commits late is not missed, and none is read before it commits", async () => {
  const connection = (await owner().connection.findFirstOrThrow()).id;
  const token = (id: string, name: string) => ({
    data: {
      id,
      connectionId: connection,
      class: "api_key",
      handleKey: id,
      handle: { id },
      name,
      expiry: "unknown",
      firstSeenAt: new Date(),
      lastSeenAt: new Date(),
      factsHash: "x",
    } as const,
  });
  const [late, early] = [randomUUID(), randomUUID()];
  const found = async (q: string) => (await pageOfIds(web(), TokenFilters.parse({ q }), { sort: "name", after: null, limit: 5 })).ids;
  const [finished, written] = [gate(), gate()];
  const slow = owner().$transaction(
    async (tx) => {
      await tx.token.create(token(late, "written first, committed last"));
      written.open();
      await finished.passed;
    },
    { timeout: 20_000 },
  );
  await written.passed;
  await owner().token.create(token(early, "written last, committed first"));
  expect(await found("written")).toEqual([early]);
  expect(await found("written")).toEqual([early]);
  finished.open();
  await slow;
  expect((await found("written")).sort()).toEqual([early, late].sort());
});
