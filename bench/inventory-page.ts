import type { Context } from "../lib/core/context";
import type { Db } from "../lib/core/db";
import { asPerson } from "../lib/testkit/facts";
import { tokenFacets } from "../lib/tokens/facets";
import { followerOf } from "../lib/tokens/list-index/follow";
import { listTokens } from "../lib/tokens/queries";
import { benchDatabase } from "./support/database";
import { generate } from "./support/generate";
import { type Asked, cases, rawFacets, rawPage } from "./support/inventory-cases";
import { percentile, report, seconds } from "./support/report";

// 200 mixed filter × sort × search cases: a page of the list and its facets, against the same by OFFSET and plain GROUP BY in raw SQL; at several
// sizes, to see what grows. Ours and the peer's take turns on each case of a sample, the ratio is the median of theirs.
// COUNTERSIGN_BENCH_SIZES=10000,100000 measures these sizes alone.
const sizes = (process.env.COUNTERSIGN_BENCH_SIZES ?? "10000,100000,1000000").split(",").map(Number);
const asked = 200;
const sample = 20;

for (const size of sizes) await measure(size);

async function measure(size: number): Promise<void> {
  const database = await benchDatabase();
  try {
    const made = await generate(database.adminUrl.replace(/\/postgres$/, "/countersign"), { tokens: size });
    report({ bench: `inventory-page ${size}, rows generated`, unit: "s", ours: made.seconds });
    const ctx: Context = { ...database.context("web"), actor: asPerson({ id: "00000000-0000-4000-8000-000000000001", displayName: "Bench" }, "auditor") };
    const before = process.memoryUsage().rss;
    report({ bench: `inventory-page ${size}, list loaded`, unit: "s", ours: await seconds(() => followerOf(ctx.db).read(() => undefined)) });
    report({ bench: `inventory-page ${size}, memory of the list`, unit: "MB", ours: (process.memoryUsage().rss - before) / 1e6 });
    const all = cases(asked);
    for (const one of all.slice(0, 20)) await ours(ctx, one);
    const times = [];
    for (const one of all) times.push({ ...(await ours(ctx, one)), filters: one.filterCount });
    report({
      bench: `inventory-page ${size}, page, 95th percentile`,
      unit: "ms",
      ours: percentile(
        times.map(({ page }) => page),
        0.95,
      ),
    });
    for (const [name, fits] of [
      ["no or one filter", (n: number) => n <= 1],
      ["two filters or more", (n: number) => n > 1],
    ] as const) {
      const facets = times.filter(({ filters }) => fits(filters)).map((time) => time.facets);
      report({ bench: `inventory-page ${size}, facets, ${name}, 95th percentile`, unit: "ms", ours: percentile(facets, 0.95) });
    }
    await afterChanges(ctx, database.as("owner"), size, all);
    await against(
      ctx,
      size,
      all.filter((_, n) => n % Math.floor(asked / sample) === 0),
    );
  } finally {
    await database.stop();
  }
}

async function ours(ctx: Context, { query }: Asked): Promise<{ page: number; facets: number }> {
  const page = 1000 * (await seconds(() => listTokens(ctx, query)));
  const { sort: _, ...filters } = query;
  return { page, facets: 1000 * (await seconds(() => tokenFacets(ctx, filters))) };
}

/** A token changes before each page and each counting, and they show it: nothing that an earlier answer found is of use. */
async function afterChanges(ctx: Context, owner: Db, size: number, all: Asked[]): Promise<void> {
  const changed = await owner.token.findMany({ select: { id: true }, where: { mergedInto: null }, orderBy: { id: "asc" }, take: 2 * all.length });
  const change = () => owner.token.updateMany({ where: { id: changed.pop()?.id }, data: { lastUsedAt: new Date() } });
  const times = [];
  for (const { query } of all) {
    const { sort: _, ...filters } = query;
    await change();
    const page = 1000 * (await seconds(() => listTokens(ctx, query)));
    await change();
    times.push({ page, facets: 1000 * (await seconds(() => tokenFacets(ctx, filters))) });
  }
  for (const what of ["page", "facets"] as const) {
    const each = times.map((time) => time[what]);
    report({ bench: `inventory-page ${size}, ${what} just after a change, 95th percentile`, unit: "ms", ours: percentile(each, 0.95) });
  }
}

async function against(ctx: Context, size: number, some: Asked[]): Promise<void> {
  const pairs = [];
  for (const one of some) {
    const mine = await ours(ctx, one);
    const page = 1000 * (await seconds(() => ctx.db.$queryRaw(rawPage(one))));
    const facets = 1000 * (await seconds(() => ctx.db.$queryRaw(rawFacets(one))));
    pairs.push({ mine, page, facets });
  }
  const median = (values: number[]) => percentile(values, 0.5);
  for (const what of ["page", "facets"] as const) {
    const [mine, theirs] = [pairs.map((pair) => pair.mine[what]), pairs.map((pair) => pair[what])];
    const peer_name = what === "page" ? "ORDER BY … OFFSET in SQL" : "GROUP BY in SQL, three facets of fifteen";
    report({ bench: `inventory-page ${size}, ${what}, median`, unit: "ms", ours: median(mine), peer: median(theirs), peer_name });
    const ratio = median(pairs.map((pair) => pair.mine[what] / pair[what]));
    report({ bench: `inventory-page ${size}, ${what}, median of the pairs' ratios`, unit: "ours/peer", ours: ratio });
  }
}
