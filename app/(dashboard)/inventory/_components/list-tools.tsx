"use client";

import { Columns3, Download } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { buttonStyle } from "@/components/ui/button-style";
import { Menu, MenuItem, MenuLabel } from "@/components/ui/menu";
import { useQueryChange } from "@/components/ui/use-query-state";
import { columns } from "./columns";

/** Which columns are shown, and the list as a file. */
export function ListTools({ ordered }: { ordered: string }) {
  return (
    <span className="flex gap-1">
      <ColumnMenu />
      <Menu
        trigger={
          <button type="button" className={buttonStyle("default", "sm")}>
            <Download aria-hidden size={14} /> Export
          </button>
        }
      >
        <MenuLabel>Exactly the rows of this list</MenuLabel>
        {(["csv", "json"] as const).map((format) => (
          <MenuItem key={format} onSelect={() => window.location.assign(`/api/inventory/export?${ordered ? `${ordered}&` : ""}format=${format}`)}>
            As {format.toUpperCase()}
          </MenuItem>
        ))}
      </Menu>
    </span>
  );
}

function ColumnMenu() {
  const [change] = useQueryChange();
  const hidden = (useSearchParams().get("hide") ?? "").split(",").filter(Boolean);
  const flip = (id: string) => change({ hide: (hidden.includes(id) ? hidden.filter((each) => each !== id) : [...hidden, id]).join(",") });
  return (
    <span className="max-md:hidden">
      <Menu
        trigger={
          <button type="button" className={buttonStyle("default", "sm")}>
            <Columns3 aria-hidden size={14} /> Columns
          </button>
        }
      >
        {columns.slice(1).map(({ id, header }) => (
          <MenuItem key={id} onSelect={() => flip(id)}>
            <span aria-hidden className="w-3">
              {hidden.includes(id) ? "" : "✓"}
            </span>
            {header}
            <span className="sr-only">{hidden.includes(id) ? " (hidden)" : " (shown)"}</span>
          </MenuItem>
        ))}
      </Menu>
    </span>
  );
}
