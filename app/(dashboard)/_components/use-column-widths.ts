"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useSyncExternalStore } from "react";
import { ColumnWidth } from "@/components/ui/column-width";
import type { ColumnWidths } from "@/components/ui/data-table";

const changed = "countersign:widths";
const keyOf = (list: string) => `countersign-widths-${list}`;
/** "name:240,owner:180" → { name: 240, owner: 180 }; what is no width is left out. */
const widthsIn = (text: string): Record<string, number> =>
  Object.fromEntries([...text.matchAll(/(?:^|,)([a-zA-Z]{1,40}):(\d{2,3})(?=,|$)/g)].map(([, id, px]) => [id, Number(px)]));
const written = (widths: Record<string, number>): string =>
  Object.entries(widths)
    .map(([id, px]) => `${id}:${px}`)
    .join(",");

function watch(listener: () => void): () => void {
  for (const event of [changed, "storage"]) window.addEventListener(event, listener);
  return () => {
    for (const event of [changed, "storage"]) window.removeEventListener(event, listener);
  };
}

/**
 * How wide somebody made a list's columns: as the address says (`widths=name:240`), so that a saved view keeps it, else as they last left it in this browser.
 * Nothing is asked of the server for it.
 */
export function useColumnWidths(list: string): ColumnWidths {
  const asked = useSearchParams().get("widths");
  const kept = useSyncExternalStore(
    watch,
    useCallback(() => window.localStorage.getItem(keyOf(list)) ?? "", [list]),
    () => "",
  );
  return {
    widths: widthsIn(asked ?? kept),
    Edge: ColumnWidth,
    onChange(id, px) {
      // from the address as it is now: keys repeat faster than a page is drawn
      const query = new URLSearchParams(window.location.search);
      const { [id]: _, ...others } = widthsIn(query.get("widths") ?? kept);
      const text = written(px === null ? others : { ...others, [id]: px });
      window.localStorage.setItem(keyOf(list), text);
      window.dispatchEvent(new Event(changed));
      if (text) query.set("widths", text);
      else query.delete("widths");
      window.history.replaceState(null, "", `${window.location.pathname}${query.size > 0 ? `?${query}` : ""}`);
    },
  };
}
