"use client";

import type { ComponentType, CSSProperties, MouseEvent, ReactNode } from "react";
import type { ColumnWidthProps } from "./column-width";
import { DataRow } from "./data-row";
import { SortHeader } from "./sort-header";
import { useHeldRow } from "./use-held-row";
import { useRowKeys } from "./use-row-keys";
import { useRowSelection } from "./use-row-selection";
import { useVirtualRows } from "./use-virtual-rows";

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** grid track: "minmax(160px,2fr)", "110px" */
  width?: string;
  numeric?: boolean;
  /** value of the query parameter `sort`; with it the heading sorts on the server, "-" before it reverses */
  sort?: string;
  /** place on a card at phone width; columns without one are left out there. One of each kind. */
  card?: "title" | "line" | "end";
  /** holds the row's link; where no column says so, the first one does */
  opens?: boolean;
}

export interface RowSelection {
  selected: ReadonlySet<string>;
  onChange: (selected: Set<string>) => void;
  /** rows that may not be selected, and why */
  refuse?: (id: string) => string | null;
}

/** Widths that somebody gave columns, by id, in px. */
export interface ColumnWidths {
  widths: Readonly<Record<string, number>>;
  /** null = as it comes again */
  onChange: (id: string, px: number | null) => void;
  /** ColumnWidth: a list without widths does not load it */
  Edge: ComponentType<ColumnWidthProps>;
}

export interface DataTableProps<Row> {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowId: (row: Row) => string;
  /** where the row leads; the link is the content of the column that opens it */
  rowHref?: (row: Row) => string;
  /** name of a row for its checkbox */
  rowName?: (row: Row) => string;
  selection?: RowSelection;
  /** with it columns can be made wider and narrower */
  resizing?: ColumnWidths;
  /** rows in all, where counted; null = not counted */
  total?: number | null;
}

/**
 * A list of any length: rows of 36 px drawn only where one looks, cards at phone width.
 * Keys: j and k move, Enter opens, x selects, shift-click selects a range.
 */
export function DataTable<Row>({ label, rows, columns, rowId, rowHref, rowName, selection, resizing, total = null }: DataTableProps<Row>) {
  const virtual = useVirtualRows(rows.length);
  useHeldRow(virtual.frame, rows, rowId);
  const picking = useRowSelection(rows, rowId, selection);
  const onKeyDown = useRowKeys({ count: rows.length, reveal: virtual.reveal, toggle: picking?.toggle });
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const box = event.target instanceof Element ? event.target.closest("[data-pick]") : null;
    const row = box?.closest<HTMLElement>("[data-row]");
    if (row) picking?.toggle(Number(row.dataset.row), event.shiftKey);
  };
  const widths = resizing?.widths ?? {};
  const style: CSSProperties & Record<"--tracks", string> = { "--tracks": tracksOf(columns, widths, selection !== undefined) };
  /** Rows are not drawn anew while an edge is dragged: only the tracks move. */
  const resize = (id: string) => (px: number | null, settled: boolean) => {
    if (settled) resizing?.onChange(id, px);
    else if (px !== null) virtual.frame.current?.style.setProperty("--tracks", tracksOf(columns, { ...widths, [id]: px }, selection !== undefined));
  };
  return (
    <table
      aria-label={label}
      aria-rowcount={total === null ? -1 : total + 1}
      ref={virtual.frame}
      onKeyDown={onKeyDown}
      style={style}
      className="block rounded-md border border-line bg-panel text-[13px]"
    >
      <thead className="block sticky top-12 z-10 rounded-t-md bg-sunken max-md:sr-only">
        <tr aria-rowindex={1} className="grid h-8 items-center border-b border-line px-3 md:grid-cols-[var(--tracks)]">
          {picking && (
            <th scope="col" className="text-left">
              <input
                type="checkbox"
                aria-label="Select all loaded rows"
                checked={picking.all}
                disabled={!picking.heard}
                onChange={picking.toggleAll}
                className="size-3.5 align-middle accent-people disabled:opacity-40"
              />
            </th>
          )}
          {columns.map((column) => (
            <SortHeader key={column.id} header={column.header} sort={column.sort} numeric={column.numeric}>
              {resizing && <resizing.Edge header={column.header} width={widths[column.id] ?? null} onChange={resize(column.id)} />}
            </SortHeader>
          ))}
        </tr>
      </thead>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: what is clicked is the rows' own checkboxes, by key too */}
      <tbody className="relative block" onClick={onClick} style={virtual.height === null ? undefined : { height: virtual.height }}>
        {virtual.items.map(({ index, offset }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const id = rowId(row);
          const pick = picking?.of(id);
          return (
            <DataRow
              key={id}
              index={index}
              offset={offset}
              row={row}
              columns={columns}
              href={rowHref?.(row)}
              name={rowName?.(row) ?? id}
              selected={pick?.selected ?? null}
              refusal={pick?.refusal ?? null}
              heard={picking?.heard ?? false}
              last={index === rows.length - 1}
            />
          );
        })}
      </tbody>
    </table>
  );
}

/** A width that was given gives way before the table runs out of its window, down to the narrowest that a column can be made. */
const tracksOf = (columns: readonly Pick<Column<never>, "id" | "width">[], widths: Readonly<Record<string, number>>, picking: boolean): string =>
  [
    ...(picking ? ["36px"] : []),
    ...columns.map(({ id, width = "minmax(96px,1fr)" }) => (widths[id] === undefined ? width : `minmax(56px,${widths[id]}px)`)),
  ].join(" ");
