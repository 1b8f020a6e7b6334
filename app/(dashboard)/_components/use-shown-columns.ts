"use client";

import { useSearchParams } from "next/navigation";
import { useSyncExternalStore } from "react";

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
  const hidden = (params.get("hide") ?? "").split(",");
  const added = (params.get("show") ?? "").split(",");
  const width = useSyncExternalStore(
    watchWidth,
    () => window.innerWidth,
    () => 1440,
  );
  return columns.filter(({ id, from = 0, optional = false }) => (optional ? added.includes(id) : from <= width && !hidden.includes(id)));
}
