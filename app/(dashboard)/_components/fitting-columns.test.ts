import { describe, expect, test } from "vitest";
import { gaps } from "@/lib/ownership/gap-names";
import { auditColumns } from "../audit/_components/audit-list";
import { columns as exposureColumns } from "../exposure/_components/columns";
import { columns as inventoryColumns } from "../inventory/_components/columns";
import { myColumns, proposalColumns } from "../my-tokens/_components/my-columns";
import { columnsOf } from "../ownership/_components/gap-columns";
import { paneTakes } from "../ownership/_components/pane-takes";
import { peopleColumns } from "../people/_components/people-list";
import { columns as requestColumns } from "../requests/_components/columns";
import { columns as residueColumns } from "../residue/_components/columns";
import { columns as workloadColumns } from "../workloads/_components/columns";
import { fittingColumns, type ListColumn } from "./fitting-columns";

const lists: Record<string, readonly ListColumn[]> = {
  audit: auditColumns,
  exposure: exposureColumns,
  inventory: inventoryColumns,
  "my tokens": myColumns,
  proposals: proposalColumns,
  people: peopleColumns,
  requests: requestColumns,
  residue: residueColumns,
  workloads: workloadColumns,
  ...Object.fromEntries(gaps.map((gap) => [`ownership ${gap}`, columnsOf(gap)])),
};
const windows = Array.from({ length: 200 }, (_, n) => 768 + 8 * n);
const least = (columns: readonly ListColumn[]) => columns.reduce((sum, { width = "96px" }) => sum + Number(/\d+/.exec(width)?.[0]), 0);

describe.each(Object.entries(lists))("%s", (name, all) => {
  const columns = all.filter(({ optional = false }) => !optional);
  const beside = (width: number) => (name.startsWith("ownership") ? paneTakes(width) : 0);

  test("no window is too narrow for what it shows", () => {
    const tooWide = windows.filter((width) => least(fittingColumns(columns, width, beside(width))) > width - 333 - beside(width));
    expect(tooWide).toEqual([]);
  });

  test("a window of 1440 px shows every column that is said to come by then", () => {
    expect(fittingColumns(columns, 1440, beside(1440)).map(({ id }) => id)).toEqual(columns.filter(({ from = 0 }) => from <= 1440).map(({ id }) => id));
  });
});

test("what comes latest is left out first, and what a card shows or somebody chose never", () => {
  const columns = [
    { id: "name", width: "minmax(200px, 2fr)", card: "title" as const },
    { id: "late", width: "100px", from: 900 },
    { id: "early", width: "100px", from: 800 },
    { id: "chosen", width: "100px", optional: true },
  ];
  const ids = (width: number, beside?: number) => fittingColumns(columns, width, beside).map(({ id }) => id);
  expect(ids(1000)).toEqual(["name", "late", "early", "chosen"]);
  expect(ids(1000, 200)).toEqual(["name", "early", "chosen"]);
  expect(ids(768)).toEqual(["name", "chosen"]);
  expect(ids(390)).toEqual(["name", "chosen"]);
});
