"use client";

import { useSearchParams } from "next/navigation";
import { useMemo, useSyncExternalStore } from "react";

function watchWidth(listener: () => void): () => void {
  window.addEventListener("resize", listener);
  return () => window.removeEventListener("resize", listener);
}

/**
 * The columns that fit the window and were not hidden, and those that are shown only on request. Both stand in the address, as
 * `hide=class,owner` and `show=purpose`; what somebody asked for is shown at any width.
 */
export function useShownColumns<C extends { id: string; from?: number; optional?: boolean }>(columns: readonly C[]): C[] {
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
    return columns.filter(({ id, from = 0, optional = false }) => (optional ? also.includes(id) : from <= width && !not.includes(id)));
  }, [columns, hidden, added, width]);
}
