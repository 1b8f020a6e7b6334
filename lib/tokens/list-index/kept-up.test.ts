import { expect, test } from "vitest";
import { severities } from "../../domain/severity";
import { tokenStates } from "../../domain/token-states";
import { TokenClass } from "../../domain/tokens";
import { workloadKinds } from "../../domain/workloads";
import { exposureStates, ownerStates, sortOf, TokenFilters, tokenSorts } from "../schemas";
import { draw } from "../testkit/random-inventory";
import { type Clocked, type ClockedColumns, clockedColumns } from "./clocked";
import { countFacets } from "./count-facets";
import type { Listed } from "./listed";
import { firstAfter } from "./page";
import { sortColumn } from "./page-order";
import { scan } from "./scan";
import { Search } from "./search";
import { Table } from "./table";

// A table in which rows came, changed and went while time passed, against one that was filled with the same rows at that moment. That a new one is right,
// the comparison with SQL shows (differential.test.ts); there the clock can't be moved.
const random = draw(20261128);
const below = (n: number) => Math.floor(random() * n);
const pick = <T>(values: readonly T[]): T => values[below(values.length)] as T;
const orNull = <T>(value: T): T | null => (random() < 0.3 ? null : value);

const day = 86_400_000;
const start = Date.UTC(2026, 10, 26);
const word = () => pick(["billing", "ledger", "sync", "ünï", "x", "aa"]);
const id = (kind: number, n: number) => `00000000-0000-4000-8${kind}00-${n.toString().padStart(12, "0")}`;
const date = (from: number, to: number, now: number) => Math.round(now + (from + random() * (to - from)) * day);

const row = (n: number, now: number): Listed => {
  const connection = below(4);
  const owner = orNull(below(6));
  return {
    id: id(0, n),
    class: pick(TokenClass.options),
    connection_id: id(1, connection),
    connection: `connection ${connection}`,
    environment: orNull(pick(["production", "staging", "unknown"])),
    state: pick(tokenStates.filter((state) => state !== "expired")),
    expiry: pick(["at", "never", "unknown"]),
    expires: date(-30, 400, now),
    created: orNull(date(-500, 0, now)),
    used: orNull(date(-100, 0, now)),
    seen: date(-10, 0, now),
    imported: random() < 0.3,
    owner_state: pick(ownerStates),
    owner_id: owner === null ? null : id(2, owner),
    owner: owner === null ? null : `owner ${owner} billing`,
    team_id: orNull(id(3, below(3))),
    maker_id: orNull(id(2, below(8))),
    purpose: orNull(`${word()} for ${word()}`),
    workloads: orNull(
      [...new Set([below(5), below(5)])].sort().map((w): [string, string, "service"] => [id(4, w), `worker ${w}`, workloadKinds[w] as "service"]),
    ),
    rules: orNull([pick(["no-owner", "unused"])]),
    severity: orNull(pick(severities)),
    exposure: pick(exposureStates),
    gaps: below(256) & ~64,
    due: orNull(date(-50, 50, now)),
    name: `${word()}-${word()}-${below(30)}`,
    details: `tok_${n}`,
  };
};

const questions: (() => Record<string, unknown>)[] = [
  () => ({}),
  () => ({ class: [pick(TokenClass.options)], state: ["active", pick(tokenStates)] }),
  () => ({ gap: ["attestation_overdue", "no_owner"], used: ["1d", "7d", "30d"] }),
  () => ({ expiry: ["overdue", "7d"], age: ["older", "1y"], ttl: ["longer", "unknown", "1y"] }),
  () => ({ environment: ["unknown"], severity: ["none", "high"], imported: ["yes"] }),
  () => ({ seen: "7d", kind: ["none", "service"] }),
  () => ({ person: [id(2, 1)], owner: ["confirmed"] }),
  () => ({ workload: [id(4, 1), "none"], team: ["none"], finding: ["unused"], connection: [id(1, 2)] }),
];

/** The page and the counts, in either order: each finds out a part of the search. */
function answer(table: Table, clock: ClockedColumns, filters: TokenFilters, sort: string, countsFirst: boolean) {
  const scanned = scan(table, clock, filters, filters.q ? new Search(table, filters.q) : null);
  const { sort: by, dir } = sortOf(sort);
  const page = () => firstAfter(scanned.found, sortColumn(table, clock, by), table.ids, dir === "desc", null, 40).map((at) => table.ids.at(at));
  const counts = () =>
    Object.entries(countFacets(table, clock, filters, scanned)).map(([facet, { options }]) => [
      facet,
      options.map(({ value, count }) => `${value} ${count}`).sort(),
    ]);
  const both = countsFirst ? [counts(), page()].reverse() : [page(), counts()];
  return { total: scanned.total, page: both[0], counts: both[1] };
}

const advance = (clock: ClockedColumns, table: Table, now: number) => {
  for (const column of Object.values(clock) as Clocked[]) column.at(now, table.count);
};

test("a table that has had many environments and rules, and keeps no sets of them any more, answers as one that has few", () => {
  const [many, fresh] = [new Table(), new Table()];
  for (let n = 0; n < 80; n++) many.put({ ...row(0, start), environment: `environment-${n}`, rules: [`rule-${n}`] });
  for (let n = 0; n < 300; n++) {
    const listed = row(n, start);
    for (const table of [many, fresh]) table.put(listed);
  }
  expect([many, fresh].map(({ sets }) => [sets.environment.sets === null, sets.rules.sets === null])).toEqual([
    [true, true],
    [false, false],
  ]);
  const clocks = [many, fresh].map(clockedColumns) as [ClockedColumns, ClockedColumns];
  advance(clocks[0], many, start);
  advance(clocks[1], fresh, start);
  for (const question of [...questions, () => ({ environment: ["staging", "unknown"], finding: ["none"] })]) {
    const filters = TokenFilters.parse(question());
    const sort = `${pick(["", "-"])}${pick(tokenSorts)}`;
    expect(answer(many, clocks[0], filters, sort, true), JSON.stringify({ filters, sort })).toEqual(answer(fresh, clocks[1], filters, sort, false));
  }
});

test("after changes, removals and time, a table answers as one that was just filled", () => {
  const rows = new Map<number, Listed>();
  const kept = new Table();
  const keptClock = clockedColumns(kept);
  const put = (n: number, now: number) => {
    rows.set(n, row(n, now));
    const at = kept.put(rows.get(n) as Listed);
    for (const column of Object.values(keptClock) as Clocked[]) column.touch(at);
  };
  let now = start;
  let born = 0;
  let moved = 0;
  for (; born < 250; born++) put(born, now);
  for (let step = 0; step < 60; step++) {
    for (let n = below(12); n > 0; n--) put(random() < 0.4 ? born++ : below(born), now);
    for (const n of [...rows.keys()].filter(() => random() < 0.03)) {
      rows.delete(n);
      kept.remove(id(0, n));
    }
    now += pick([1000, 20 * 60_000, 50 * 60_000, day, 9 * day]);
    const before = (Object.values(keptClock) as Clocked[]).reduce((sum, column) => sum + column.moved, 0);
    advance(keptClock, kept, now);
    moved += (Object.values(keptClock) as Clocked[]).reduce((sum, column) => sum + column.moved, 0) - before;
    const fresh = new Table();
    for (const listed of rows.values()) fresh.put(listed);
    const freshClock = clockedColumns(fresh);
    advance(freshClock, fresh, now);
    for (const question of questions) {
      const q = pick([undefined, "bill", "in", "worker 1", "tok_1", "ünï", "owner 3", id(0, 7), "nowhere"]);
      const filters = TokenFilters.parse({ ...question(), q });
      const sort = `${pick(["", "-"])}${pick(tokenSorts)}`;
      const wanted = answer(fresh, freshClock, filters, sort, true);
      expect(answer(kept, keptClock, filters, sort, random() < 0.5), JSON.stringify({ step, filters, sort })).toEqual(wanted);
      if (!q && Object.values(filters).every((filter) => filter === undefined)) expect(wanted.total).toBe(rows.size);
    }
  }
  expect(moved).toBeGreaterThan(100);
});
