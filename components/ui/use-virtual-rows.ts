"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";

/** Rows and cards have fixed heights, so nothing needs measuring. Keep in step with data-row.tsx. */
const rowHeight = 36;
const cardHeight = 72;
/** Lists up to this length are drawn whole, in the flow: find-in-page works and the server draws them. */
const drawnWhole = 100;
const narrow = "(max-width: 720px)";

export interface VirtualRows {
  frame: RefObject<HTMLTableElement | null>;
  /** rows to draw; offset null = in the flow */
  items: { index: number; offset: number | null }[];
  /** height of the whole list in px, null = that of its rows */
  height: number | null;
  /** brings a row into view */
  reveal: (index: number) => void;
}

/** Which rows to draw, as the window scrolls. */
export function useVirtualRows(count: number): VirtualRows {
  const frame = useRef<HTMLTableElement>(null);
  const [mounted, setMounted] = useState(false);
  const [margin, setMargin] = useState(0);
  const isNarrow = useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(narrow);
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    () => window.matchMedia(narrow).matches,
    () => false,
  );
  useEffect(() => setMounted(true), []);
  useLayoutEffect(() => {
    const head = isNarrow ? 0 : 32;
    if (frame.current) setMargin(frame.current.getBoundingClientRect().top + window.scrollY + head);
  }, [isNarrow]);
  const height = isNarrow ? cardHeight : rowHeight;
  const virtualizer = useWindowVirtualizer({ count, estimateSize: () => height, overscan: 12, scrollMargin: margin, enabled: mounted && count > drawnWhole });
  // A changed height asks for measuring anew.
  useEffect(() => {
    if (height) virtualizer.measure();
  }, [height, virtualizer]);
  if (!mounted || count <= drawnWhole) {
    return {
      frame,
      items: Array.from({ length: Math.min(count, drawnWhole) }, (_, index) => ({ index, offset: null })),
      height: count <= drawnWhole ? null : count * rowHeight,
      reveal: () => undefined,
    };
  }
  return {
    frame,
    items: virtualizer.getVirtualItems().map(({ index, start }) => ({ index, offset: start - margin })),
    height: virtualizer.getTotalSize(),
    reveal: (index) => virtualizer.scrollToIndex(index, { align: "auto" }),
  };
}
