"use client";

import { useRef } from "react";
import type { RowSelection } from "./data-table";
import { useHydrated } from "./use-hydrated";

export interface RowPick {
  selected: boolean;
  /** why this row may not be selected */
  refusal: string | null;
}

export interface RowPicking {
  /** ticks are heard: not before the page is */
  heard: boolean;
  all: boolean;
  toggleAll: () => void;
  /** with `range`, everything from the last picked row to this one */
  toggle: (index: number, range?: boolean) => void;
  of: (id: string) => RowPick;
}

/** Selecting rows one by one, in ranges, or all that are loaded. Null where the list has no selection. */
export function useRowSelection<Row>(rows: readonly Row[], rowId: (row: Row) => string, selection: RowSelection | undefined): RowPicking | null {
  const last = useRef<number | null>(null);
  const heard = useHydrated();
  if (!selection) return null;
  const { selected, onChange, refuse } = selection;
  const free = rows.map(rowId).filter((id) => !refuse?.(id));
  const all = free.length > 0 && free.every((id) => selected.has(id));

  function set(from: number, to: number, on: boolean) {
    const next = new Set(selected);
    for (const row of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) {
      const id = rowId(row);
      if (!on) next.delete(id);
      else if (!refuse?.(id)) next.add(id);
    }
    onChange(next);
  }
  function toggle(index: number, range = false) {
    const row = rows[index];
    if (row === undefined) return;
    set(range && last.current !== null ? last.current : index, index, !selected.has(rowId(row)));
    last.current = index;
  }
  return {
    heard,
    all,
    toggleAll: () => onChange(all ? new Set() : new Set([...selected, ...free])),
    toggle,
    of: (id) => ({ selected: selected.has(id), refusal: refuse?.(id) ?? null }),
  };
}
