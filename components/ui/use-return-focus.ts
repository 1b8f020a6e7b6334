"use client";

import { useRef } from "react";

/**
 * For dialogs that open without a trigger of their own: on closing, the focus goes back to what had it. Where that is gone meanwhile,
 * to the page, so that it is never lost.
 */
export function useReturnFocus() {
  const opener = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      opener.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      giveFocus(opener.current);
    },
  };
}

/** Focuses an element that is still there, else the page's main part. */
export function giveFocus(element: Element | null): void {
  const target = element?.isConnected && element !== document.body ? element : document.getElementById("main");
  if (target instanceof HTMLElement) target.focus({ preventScroll: true });
}
