"use client";

import { useSearchParams } from "next/navigation";
import { useSyncExternalStore } from "react";

function watchWidth(listener: () => void): () => void {
  window.addEventListener("resize", listener);
  return () => window.removeEventListener("resize", listener);
}

/** The columns that fit the window and were not hidden. What is hidden stands in the address, as `hide=class,owner`. */
export function useShownColumns<C extends { id: string; from?: number }>(columns: readonly C[]): C[] {
  const hidden = (useSearchParams().get("hide") ?? "").split(",");
  const width = useSyncExternalStore(
    watchWidth,
    () => window.innerWidth,
    () => 1440,
  );
  return columns.filter((column) => (column.from ?? 0) <= width && !hidden.includes(column.id));
}
