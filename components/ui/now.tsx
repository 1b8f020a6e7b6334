"use client";

import { createContext, useContext, useSyncExternalStore } from "react";

/** How far behind the time that `useNow` gives may be, in milliseconds. */
export const tick = 10_000;
const ServerNow = createContext(0);
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, tick);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Carries the moment the server rendered, so that the browser's first rendering says the same words. `at` in milliseconds. */
export function NowProvider({ at, children }: { at: number; children: React.ReactNode }) {
  return <ServerNow value={at}>{children}</ServerNow>;
}

/** The current time in steps of ten seconds; one timer for the whole page. */
export function useNow(): Date {
  const server = useContext(ServerNow);
  const now = useSyncExternalStore(
    subscribe,
    () => Math.floor(Date.now() / tick) * tick,
    () => server,
  );
  return new Date(now);
}
