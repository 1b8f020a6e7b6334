"use client";

import { useEffect } from "react";

/** What the browser's tab says, where the page had named itself before it came out what it is. */
export function TabTitle({ children }: { children: string }) {
  useEffect(() => {
    document.title = `${children} · Countersign`;
  }, [children]);
  return null;
}
