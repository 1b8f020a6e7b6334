"use client";

import { useEffect, useRef, useState } from "react";

const rowOf = (element: Element | null): number | null => {
  const row = element?.closest<HTMLElement>("[data-row]")?.dataset.row;
  return row === undefined ? null : Number(row);
};

/** Single keys that act on the row with the focus (null: none has it). Typing, dialogs and menus are left alone. */
export function useActionKeys(actions: Record<string, (row: number | null) => void>): void {
  const current = useRef(actions);
  current.current = actions;
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
      const { activeElement } = document;
      const typing = activeElement instanceof HTMLInputElement ? activeElement.type !== "checkbox" : /^(TEXTAREA|SELECT)$/.test(activeElement?.tagName ?? "");
      if (typing || document.querySelector("[role=dialog], [role=menu]")) return;
      const act = current.current[event.key];
      if (!act) return;
      event.preventDefault();
      act(rowOf(activeElement));
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

/** The row that has, or last had, the focus. */
export function useFocusedRow(): number {
  const [row, setRow] = useState(0);
  useEffect(() => {
    const onFocus = (event: FocusEvent) => {
      const focused = rowOf(event.target instanceof Element ? event.target : null);
      if (focused !== null) setRow(focused);
    };
    // what got the focus before the page came to life was not heard
    setRow((last) => rowOf(document.activeElement) ?? last);
    document.addEventListener("focusin", onFocus);
    return () => document.removeEventListener("focusin", onFocus);
  }, []);
  return row;
}

/** How often, and how many times, it is looked whether the focus was lost. */
const everyMilliseconds = 50;
const looks = 100;

/**
 * Gives the focus to the row at that place, or the last one, once the list has been drawn anew and dialogs have closed. A row that is drawn away right after it was
 * given the focus loses it to the page, and a dialog whose opener is gone gives it to the page's main part, however late it closes: so it is looked at for a while.
 * Whoever has moved or scrolled on by then keeps their place.
 */
export function focusRow(place: number): void {
  let looked = 0;
  let free = 0;
  let { scrollY } = window;
  const timer = setInterval(() => {
    looked += 1;
    if (looked >= looks) clearInterval(timer);
    if (document.querySelector("[role=dialog], [role=menu]")) return;
    // what the dialog leaves the focus to at first is nobody's choice
    free += 1;
    if (free > 1 && !isPage(document.activeElement)) return;
    for (let at = place; at >= 0; at--) {
      const link = document.querySelector<HTMLElement>(`[data-row="${at}"] [data-row-link]`);
      if (!link) continue;
      link.focus({ preventScroll: window.scrollY !== scrollY });
      scrollY = window.scrollY;
      return;
    }
  }, everyMilliseconds);
}

/** Nothing in particular has the focus. */
const isPage = (element: Element | null): boolean => element === null || element === document.body || element.id === "main";
