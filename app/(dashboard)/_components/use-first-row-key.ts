"use client";

import { useEffect } from "react";

/** j or the arrow down leads from anywhere on the page into its list; from there the list has its own keys. */
export function useFirstRowKey(): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.key !== "j" || event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
      const { activeElement } = document;
      if (
        activeElement instanceof HTMLElement &&
        (activeElement.closest("table, [role=dialog], [role=menu]") || /^(INPUT|TEXTAREA|SELECT)$/.test(activeElement.tagName))
      )
        return;
      const first = document.querySelector<HTMLElement>("[data-row] [data-row-link]");
      if (!first) return;
      event.preventDefault();
      first.focus();
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
