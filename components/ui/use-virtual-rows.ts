"use client";

import { type RefObject, useCallback, useRef, useSyncExternalStore } from "react";

/** Rows and cards have fixed heights, so nothing needs measuring. Keep in step with data-row.tsx. */
const rowHeight = 36;
const cardHeight = 72;
/** Lists up to this length are drawn whole, in the flow: find-in-page works and the server draws them. */
const drawnWhole = 100;
const narrow = "(max-width: 720px)";
/** Rows drawn beyond what is seen, on either side; and how many are drawn anew at a time. */
const overscan = 6;
const step = 4;
/** What stands over the rows while they scroll: the page's head, and the list's own where there is one. */
const headHeight = 48;
const listHeadHeight = 32;

export interface VirtualRows {
  frame: RefObject<HTMLTableElement | null>;
  /** rows to draw; offset null = in the flow */
  items: { index: number; offset: number | null }[];
  /** height of the whole list in px, null = that of its rows */
  height: number | null;
  /** brings a row into view */
  reveal: (index: number) => void;
}

function listen(changed: () => void): () => void {
  window.addEventListener("scroll", changed, { passive: true });
  window.addEventListener("resize", changed);
  return () => {
    window.removeEventListener("scroll", changed);
    window.removeEventListener("resize", changed);
  };
}

/** Which rows to draw, as the window scrolls. */
export function useVirtualRows(count: number): VirtualRows {
  const frame = useRef<HTMLTableElement>(null);
  const whole = count <= drawnWhole;
  /** the rows' height and where they begin, in px from the top of the window */
  const look = useCallback(() => {
    const isNarrow = window.matchMedia(narrow).matches;
    const head = isNarrow ? 0 : listHeadHeight;
    return { height: isNarrow ? cardHeight : rowHeight, head, top: (frame.current?.getBoundingClientRect().top ?? 0) + head };
  }, []);
  // as text, because equal answers must be the same
  const range = useSyncExternalStore(
    listen,
    () => {
      if (whole) return "";
      const { height, top } = look();
      const first = Math.floor(-top / height / step) * step - overscan;
      const last = Math.ceil((window.innerHeight - top) / height / step) * step + overscan;
      return `${Math.max(0, first)} ${Math.min(count, last)} ${height}`;
    },
    () => (whole ? "" : `0 ${drawnWhole} ${rowHeight}`),
  );
  const reveal = useCallback(
    (index: number) => {
      if (whole) return;
      const { height, head, top } = look();
      const [above, below] = [top + index * height - headHeight - head, top + (index + 1) * height - window.innerHeight];
      if (above < 0) window.scrollBy(0, above);
      else if (below > 0) window.scrollBy(0, below);
    },
    [whole, look],
  );
  if (whole) return { frame, items: Array.from({ length: count }, (_, index) => ({ index, offset: null })), height: null, reveal };
  const [first = 0, last = 0, height = rowHeight] = range.split(" ").map(Number);
  const items = Array.from({ length: Math.max(0, last - first) }, (_, n) => ({ index: first + n, offset: (first + n) * height }));
  return { frame, items, height: count * height, reveal };
}
