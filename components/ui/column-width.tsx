"use client";

import { useRef } from "react";

/** Narrower than this nothing can be read or grasped. */
const narrowest = 56;
const widest = 900;
const step = 16;
const clamp = (px: number): number => Math.round(Math.min(widest, Math.max(narrowest, px)));

export interface ColumnWidthProps {
  header: string;
  /** px; null = as it comes */
  width: number | null;
  /** while it is dragged, then once more when it is let go; null = as it comes again */
  onChange: (px: number | null, settled: boolean) => void;
}

/** The edge of a column: dragged, or moved by the arrow keys, it is as wide as one wants; a double click, or Home, gives the width back. */
export function ColumnWidth({ header, width, onChange }: ColumnWidthProps) {
  const from = useRef<{ x: number; px: number } | null>(null);
  const now = (element: Element): number => element.closest("th")?.getBoundingClientRect().width ?? narrowest;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule can't be moved, and this is the window splitter of the ARIA practices
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${header}`}
      aria-valuenow={width ?? narrowest}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      aria-valuetext={width === null ? "as it comes" : `${width} pixels`}
      tabIndex={0}
      title="Drag, or use the arrow keys; a double click gives the width back"
      className="absolute inset-y-0 right-0 z-[1] w-2.5 cursor-col-resize touch-none rounded-sm after:absolute after:inset-y-1.5 after:right-1 after:w-px after:bg-line-2 hover:after:w-0.5 hover:after:bg-people focus-visible:outline-2 focus-visible:outline-people"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, px: now(event.currentTarget) };
      }}
      onPointerMove={(event) => from.current && onChange(clamp(from.current.px + event.clientX - from.current.x), false)}
      onPointerUp={(event) => {
        if (from.current && event.clientX !== from.current.x) onChange(clamp(from.current.px + event.clientX - from.current.x), true);
        from.current = null;
      }}
      onDoubleClick={() => onChange(null, true)}
      onKeyDown={(event) => {
        const by = event.key === "ArrowLeft" ? -step : event.key === "ArrowRight" ? step : 0;
        if (by === 0 && event.key !== "Home") return;
        event.preventDefault();
        event.stopPropagation();
        onChange(by === 0 ? null : clamp((width ?? now(event.currentTarget)) + by), true);
      }}
    />
  );
}
