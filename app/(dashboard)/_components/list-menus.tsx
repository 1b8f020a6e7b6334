"use client";

import { useSearchParams } from "next/navigation";
import type { MenuPart } from "@/components/ui/lazy-menu";
import { Menu, MenuItem, MenuLabel } from "@/components/ui/menu";
import { useQueryChange } from "@/components/ui/use-query-state";

/** The list as a file: `path` streams it, `ordered` is the query of the list as it stands. `more`: forms beside CSV and JSON. */
export function ExportItems({ path, ordered, more = [], ...menu }: MenuPart<{ path: string; ordered: string; more?: readonly string[] }>) {
  return (
    <Menu {...menu}>
      <MenuLabel>Exactly the rows of this list</MenuLabel>
      {["csv", "json", ...more].map((format) => (
        <MenuItem key={format} onSelect={() => window.location.assign(`${path}?${ordered ? `${ordered}&` : ""}format=${format}`)}>
          As {format.toUpperCase()}
        </MenuItem>
      ))}
    </Menu>
  );
}

/** Which columns are shown, the first one always. What was hidden or added stands in the address, so that a shared view looks the same elsewhere. */
export function ColumnItems({ columns, ...menu }: MenuPart<{ columns: readonly { id: string; header: string; optional?: boolean }[] }>) {
  const [change] = useQueryChange();
  const params = useSearchParams();
  return (
    <Menu {...menu}>
      <MenuLabel>A narrow window shows fewer</MenuLabel>
      {columns.slice(1).map(({ id, header, optional = false }) => {
        const name = optional ? "show" : "hide";
        const named = (params.get(name) ?? "").split(",").filter(Boolean);
        const shown = named.includes(id) === optional;
        return (
          <MenuItem key={id} onSelect={() => change({ [name]: (named.includes(id) ? named.filter((each) => each !== id) : [...named, id]).join(",") })}>
            <span aria-hidden className="w-3">
              {shown ? "✓" : ""}
            </span>
            {header}
            <span className="sr-only">{shown ? " (shown)" : " (hidden)"}</span>
          </MenuItem>
        );
      })}
    </Menu>
  );
}
