import type { Column } from "@/components/ui/data-table";

export interface ListColumn extends Pick<Column<never>, "id" | "width" | "card" | "opens"> {
  /** the narrowest window in pixels that shows it; what comes late goes first where room is short */
  from?: number;
  /** shown only once chosen */
  optional?: boolean;
}

/** Below it rows are cards, which show what their columns' places say. */
const narrowestTable = 768;
/** What stands beside the columns: rail 208, the page's padding 48, the frame 2, a row's padding 24, the checkbox 36, a scrollbar 15. */
const around = 333;

/** The pixels a grid track takes at least: 160 of "minmax(160px,2fr)". */
const least = ({ width = "96px" }: ListColumn): number => Number(/\d+/.exec(width)?.[0] ?? 0);

/** What is never left out: what a card shows too, what opens the row, and what somebody chose. */
const stays = ({ card, opens = false, optional = false }: ListColumn): boolean => card !== undefined || opens || optional;

/**
 * Those columns that have room side by side in a window of `width` px, in their order; `beside` is what something else takes of it. A table that is
 * wider than its frame is cut at the edge, so the columns that come latest are left out until the others fit.
 */
export function fittingColumns<C extends ListColumn>(columns: readonly C[], width: number, beside = 0): C[] {
  const wanted = columns.filter(({ from = 0 }) => from <= width);
  if (width < narrowestTable) return wanted;
  const shown = new Set(wanted.filter(stays));
  let room = width - around - beside - [...shown].reduce((sum, column) => sum + least(column), 0);
  for (const column of wanted.filter((each) => !shown.has(each)).sort((a, b) => (a.from ?? 0) - (b.from ?? 0))) {
    room -= least(column);
    if (room < 0) break;
    shown.add(column);
  }
  return wanted.filter((column) => shown.has(column));
}
