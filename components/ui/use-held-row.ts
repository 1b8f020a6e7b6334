"use client";

import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { focusOf } from "./use-row-keys";

/**
 * Keeps the focus on a row that loses it because the list is read anew and the row now stands elsewhere: moving it in the page takes the focus away. A row that is gone
 * hands its focus to nobody, for the next key would act on a row that nobody chose. Whoever goes elsewhere, by key or by pointer, is left alone.
 */
export function useHeldRow<Row>(frame: RefObject<HTMLElement | null>, rows: readonly Row[], rowId: (row: Row) => string): void {
  const held = useRef<string | null>(null);
  const current = useRef({ rows, rowId });
  current.current = { rows, rowId };
  useEffect(() => {
    /** the row that an element of this list stands in */
    const rowOf = (target: EventTarget | null): string | null => {
      const place = target instanceof Element && frame.current?.contains(target) ? target.closest<HTMLElement>("[data-row]")?.dataset.row : undefined;
      const row = place === undefined ? undefined : current.current.rows[Number(place)];
      return row === undefined ? null : current.current.rowId(row);
    };
    const onFocus = ({ target }: Event) => {
      held.current = rowOf(target);
    };
    const onPointer = ({ target }: Event) => {
      if (rowOf(target) !== held.current) held.current = null;
    };
    // what is reached by it says so itself
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === "Tab") held.current = null;
    };
    document.addEventListener("focusin", onFocus);
    document.addEventListener("pointerdown", onPointer);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("focusin", onFocus);
      document.removeEventListener("pointerdown", onPointer);
      document.removeEventListener("keydown", onKey);
    };
  }, [frame]);
  useLayoutEffect(() => {
    if (!frame.current || held.current === null || document.activeElement !== document.body) return;
    const place = rows.findIndex((row) => rowId(row) === held.current);
    focusOf(frame.current, place)?.focus({ preventScroll: true });
  }, [frame, rows, rowId]);
}
