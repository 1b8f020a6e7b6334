"use client";

import { clsx } from "clsx";
import { useSearchParams } from "next/navigation";
import { useQueryChange } from "./use-query-state";

/** A column's heading, with what stands at its edge; with `sort` it orders the list on the server, again for the reverse. */
export function SortHeader({ header, sort, numeric = false, children }: { header: string; sort?: string; numeric?: boolean; children?: React.ReactNode }) {
  const style = clsx("relative min-w-0 truncate pr-3 text-[12px] font-[500] text-ink-3 last:pr-0", numeric ? "text-right" : "text-left");
  if (!sort)
    return (
      <th scope="col" className={style}>
        {header}
        {children}
      </th>
    );
  return (
    <Sortable header={header} sort={sort} style={style}>
      {children}
    </Sortable>
  );
}

function Sortable({ header, sort, style, children }: { header: string; sort: string; style: string; children: React.ReactNode }) {
  const [change] = useQueryChange();
  const current = useSearchParams().get("sort");
  const direction = current === sort ? "ascending" : current === `-${sort}` ? "descending" : "none";
  const next = direction === "ascending" ? `-${sort}` : direction === "descending" ? null : sort;
  return (
    <th scope="col" aria-sort={direction} className={style}>
      <button type="button" onClick={() => change({ sort: next })} className="inline-flex h-6 items-center gap-1 rounded-sm hover:text-ink">
        {header}
        <span aria-hidden>{direction === "ascending" ? "↑" : direction === "descending" ? "↓" : ""}</span>
      </button>
      {children}
    </th>
  );
}
