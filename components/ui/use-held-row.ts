"use client";

import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";

/**
 * Keeps the focus in a list whose focused row is drawn away, by whoever answered it meanwhile, or moves as the list is read anew: what stands there now gets it.
 * `rows` is what changes then. Whoever goes elsewhere, by key or by pointer, is left alone.
 */
export function useHeldRow(frame: RefObject<HTMLElement | null>, rows: readonly unknown[]): void {
  const held = useRef(-1);
  useEffect(() => {
    const onFocus = ({ target }: FocusEvent) => {
      const row = target instanceof Element && frame.current?.contains(target) ? target.closest<HTMLElement>("[data-row]") : null;
      held.current = Number(row?.dataset.row ?? -1);
    };
    const onPointer = () => {
      held.current = -1;
    };
    document.addEventListener("focusin", onFocus);
    document.addEventListener("pointerdown", onPointer);
    return () => {
      document.removeEventListener("focusin", onFocus);
      document.removeEventListener("pointerdown", onPointer);
    };
  }, [frame]);
  useLayoutEffect(() => {
    if (held.current < 0 || document.activeElement !== document.body) return;
    const place = Math.min(held.current, rows.length - 1);
    const row = frame.current?.querySelector(`[data-row="${place}"]`);
    (row?.querySelector<HTMLElement>("[data-row-link]") ?? row?.querySelector<HTMLElement>("[data-pick]"))?.focus({ preventScroll: true });
  }, [frame, rows]);
}
