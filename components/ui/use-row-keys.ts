"use client";

import { type KeyboardEvent, useCallback } from "react";

interface RowKeys {
  count: number;
  reveal: (index: number) => void;
  toggle: ((index: number) => void) | undefined;
}

/** j and k (or the arrows) move between rows, x selects. Typing in a field is left alone. */
export function useRowKeys({ count, reveal, toggle }: RowKeys): (event: KeyboardEvent<HTMLTableElement>) => void {
  return useCallback(
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const table = event.currentTarget;
      const here = event.target instanceof HTMLElement ? Number(event.target.closest<HTMLElement>("[data-row]")?.dataset.row ?? -1) : -1;
      const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
      if (step !== undefined) {
        const next = Math.min(count - 1, Math.max(0, here + step));
        event.preventDefault();
        reveal(next);
        // The row may only be drawn once it has scrolled into view.
        requestAnimationFrame(() => requestAnimationFrame(() => focusRow(table, next)));
      } else if (event.key === "x" && here >= 0 && toggle) {
        event.preventDefault();
        toggle(here);
      }
    },
    [count, reveal, toggle],
  );
}

function focusRow(table: HTMLElement, index: number): void {
  focusOf(table, index)?.focus();
  table.querySelector(`[data-row="${index}"]`)?.scrollIntoView({ block: "nearest" });
}

/** What takes a row's focus: the link before the checkbox, for Enter opens the row, and a row that can't be selected can still be walked to. Null where it is not drawn. */
export function focusOf(table: HTMLElement, index: number): HTMLElement | null {
  const row = table.querySelector(`[data-row="${index}"]`);
  return row?.querySelector<HTMLElement>("[data-row-link]") ?? row?.querySelector<HTMLElement>("[data-pick]") ?? null;
}

function isTyping(target: EventTarget): boolean {
  if (target instanceof HTMLInputElement) return target.type !== "checkbox";
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
