"use client";

import { useSyncExternalStore } from "react";

/** Whether the page hears what is done to it. Before, a browser ticks a checkbox, and React takes the tick back when it arrives. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

const never = () => () => undefined;
