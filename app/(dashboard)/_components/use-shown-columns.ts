"use client";

import { useSearchParams } from "next/navigation";
import { useMemo, useSyncExternalStore } from "react";
import { fittingColumns, type ListColumn } from "./fitting-columns";

function watchWidth(listener: () => void): () => void {
  window.addEventListener("resize", listener);
  return () => window.removeEventListener("resize", listener);
}

/**
 * The columns that fit the window and were not hidden, and those that are shown only on request. Both stand in the address, as
 * `hide=class,owner` and `show=purpose`; what somebody asked for is shown at any width. `besideOf` says how much of a window something else takes.
 */
export function useShownColumns<C extends ListColumn>(columns: readonly C[], besideOf?: (width: number) => number): C[] {
  const params = useSearchParams();
  const hidden = params.get("hide") ?? "";
  const added = params.get("show") ?? "";
  const width = useSyncExternalStore(
    watchWidth,
    () => window.innerWidth,
    () => 1440,
  );
  // the same as long as they are: rows are drawn anew with their columns
  return useMemo(() => {
    const [not, also] = [hidden.split(","), added.split(",")];
    const wanted = columns.filter(({ id, optional = false }) => (optional ? also.includes(id) : !not.includes(id)));
    return fittingColumns(wanted, width, besideOf?.(width));
  }, [columns, hidden, added, width, besideOf]);
}
