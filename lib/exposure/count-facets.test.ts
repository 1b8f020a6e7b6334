import { beforeAll, expect, test } from "vitest";
import { Prisma } from "../core/db";
import { testDatabase } from "../testkit/database";
import { asPerson } from "../testkit/facts";
import { callsOfTokens, validityNow, validityOfAll } from "./checkability";
import { countExposures } from "./count-facets";
import { facetNames } from "./facet-names";
import { dueAt, dueBucket, exposuresWith, exposuresWithToken } from "./filter-sql";
import { narrowed } from "./list-exposures";
import { ExposureCountsInput } from "./schemas";
import { generated } from "./testkit/generated";

// What is counted as a set is what the conditions say row by row, on generated rows in which everything meets everything.

const database = testDatabase();
const reader = () => database.context("web", asPerson({ id: "00000000-0000-4000-8000-000000000001", displayName: "Ada" }, "auditor"));
const day = 86_400_000;
const now = new Date("2026-11-01T00:00:00Z");

beforeAll(async () => {
  database.clock.set(now);
  await generated(database.as("owner"), now);
});

test("whether it works is the same as a set and row by row, whoever lists the token", async () => {
  const rows = await database.as("web").$queryRaw<{ all: string; each: string; matched: boolean; n: number }[]>`
    select ${validityOfAll}::text as "all", ${validityNow}::text as each, e.matched_by is not null as matched, count(*)::int as n from ${exposuresWith(callsOfTokens)} group by 1, 2, 3`;
  expect(rows.filter(({ all, each }) => all !== each)).toEqual([]);
  expect(rows.reduce((sum, { n }) => sum + n, 0)).toBe(300);
  expect(rows.filter(({ matched }) => matched).map(({ all }) => all)).toEqual(expect.arrayContaining(["unknown", "not_checkable", "valid", "invalid"]));
});

test("by when it is to be seen to is told from the day itself, to the millisecond", async () => {
  const week = new Date(now.getTime() + 7 * day);
  const rows = await database.as("web").$queryRaw<{ bucket: string; told: string }[]>`
    select distinct ${dueBucket(now)} as bucket, case when x.due is null then 'none' when x.due <= ${now} then 'overdue' when x.due <= ${week} then 'week' else 'later' end as told
    from exposure e cross join lateral (select ${dueAt} as due offset 0) x`;
  expect(rows.filter(({ bucket, told }) => bucket !== told)).toEqual([]);
  expect(rows.map(({ bucket }) => bucket).sort()).toEqual(["later", "none", "overdue", "week"]);
});

const chosen: Record<string, string>[] = [
  {},
  { validity: "unknown" },
  { validity: "not_checkable,valid", marked: "shown" },
  { status: "open,in_review,regressed,closed_false_positive", marked: "shown" },
  { severity: "high,critical", channel: "code,chat", visible: "30d,90d,1y" },
  { reach: "both", due: "overdue,week", token: "listed" },
  { q: "src/3", owner: "none", marked: "only" },
];
for (const filters of chosen)
  test(`every count is that of the rows which the conditions leave: ${JSON.stringify(filters)}`, async () => {
    const counted = async (more: Record<string, string>) => {
      const where = Prisma.join(narrowed(ExposureCountsInput.parse({ ...filters, ...more }), now), " and ");
      const [row] = await database.as("web").$queryRaw<[{ n: number }]>`select count(*)::int as n from ${exposuresWithToken} where ${where}`;
      return row.n;
    };
    const { total, facets } = await countExposures(reader(), filters);
    expect(total).toBe(await counted({}));
    for (const [name, options] of Object.entries(facets))
      for (const { value, count } of options) expect(count, `${name}=${value}`).toBe(await counted({ [name]: value }));
    // asked for alone, each facet is the same, and no more than what it needs is read
    for (const name of facetNames) {
      const alone = await countExposures(reader(), { ...filters, count: name });
      expect([alone.total, alone.facets[name]], name).toEqual([total, facets[name]]);
    }
  });

test("without a filter each facet has its choices, and nobody's stand beside somebody's", async () => {
  const { facets } = await countExposures(reader(), { status: "open,in_review,regressed,closed_false_positive", marked: "shown" });
  expect(Object.fromEntries(Object.entries(facets).map(([name, options]) => [name, options.length]))).toMatchObject({
    validity: 4,
    reach: 3,
    source: 3,
    token: 3,
    owner: 5,
    team: 4,
    visible: 6,
    marked: 2,
    assignee: 5,
    due: 4,
  });
});
