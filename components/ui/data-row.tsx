"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { memo } from "react";
import type { Column } from "./data-table";

export interface DataRowProps<Row> {
  index: number;
  /** distance from the top of the list in px; null = in the flow */
  offset: number | null;
  row: Row;
  columns: readonly Column<Row>[];
  href: string | undefined;
  name: string;
  /** null = the list has no selection. The table hears of clicks on the checkbox. */
  selected: boolean | null;
  /** why this row may not be selected */
  refusal: string | null;
  /** ticks are heard */
  heard: boolean;
  last: boolean;
}

/** The checkbox stands in the first track, which collapses where there is none. */
const cardPlaces = {
  title: "max-md:col-start-2 max-md:row-start-1",
  end: "max-md:col-start-3 max-md:row-start-1 max-md:pl-2 max-md:text-right",
  line: "max-md:col-start-2 max-md:col-end-4 max-md:row-start-2 max-md:text-ink-2",
} as const;

/** One row of a DataTable, or one card at phone width. One column is the link, which covers the row. Drawn anew only when it changes itself. */
export const DataRow = memo(Drawn) as typeof Drawn;

function Drawn<Row>({ index, offset, row, columns, href, name, selected, refusal, heard, last }: DataRowProps<Row>) {
  const opening = Math.max(
    0,
    columns.findIndex((column) => column.opens),
  );
  return (
    <tr
      aria-rowindex={index + 2}
      data-row={index}
      style={offset === null ? undefined : { position: "absolute", top: 0, left: 0, right: 0, transform: `translateY(${offset}px)` }}
      className={clsx(
        "group relative grid h-[72px] [contain:layout_style] grid-cols-[auto_1fr_auto] content-center items-center border-b border-line px-3 md:h-9 md:grid-cols-[var(--tracks)]",
        selected ? "bg-people-soft" : href && "hover:bg-sunken",
        "has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-people",
        last && "rounded-b-md border-b-0",
      )}
    >
      {selected !== null && (
        <td className="relative z-[1] max-md:row-span-2 max-md:pr-2.5" title={refusal ?? undefined}>
          <input
            type="checkbox"
            data-pick
            aria-label={refusal ? `${name}: ${refusal}` : `Select ${name}`}
            checked={selected}
            disabled={!heard || refusal !== null}
            onChange={() => undefined}
            className="size-3.5 align-middle accent-people disabled:opacity-40"
          />
        </td>
      )}
      {columns.map((column, place) => (
        <td
          key={column.id}
          data-column={column.id}
          className={clsx(
            "min-w-0 truncate pr-3 last:pr-0 max-md:pr-0",
            column.numeric && "tabular-nums md:text-right",
            column.card ? cardPlaces[column.card] : "max-md:hidden",
            // Buttons inside cells stay above the link that covers the row.
            "[&_button]:relative [&_button]:z-[1]",
          )}
        >
          {place === opening && href ? (
            // Fifty rows in sight would ask the server for fifty pages that nobody opens.
            <Link href={href} scroll={false} prefetch={false} data-row-link className="font-[520] outline-none after:absolute after:inset-0">
              {column.cell(row)}
            </Link>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
    </tr>
  );
}
