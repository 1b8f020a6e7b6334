"use client";

import { useEffect, useState } from "react";
import { fetchJson } from "../../_components/fetch-json";

export interface Later<T> {
  data: T | null;
  problem: string | null;
}

/** Reads JSON once the page stands and the browser has time. Another address is read anew; what was there stays until the new comes. */
export function useLater<T>(url: string): Later<T> {
  const [state, setState] = useState<Later<T>>({ data: null, problem: null });
  useEffect(() => {
    const abort = new AbortController();
    const read = () =>
      fetchJson<T>(url, abort.signal)
        .then((data) => setState({ data, problem: null }))
        .catch((error: unknown) => {
          if (!abort.signal.aborted) setState((before) => ({ ...before, problem: error instanceof Error ? error.message : String(error) }));
        });
    const cancel = whenIdle(() => void read());
    return () => {
      cancel();
      abort.abort();
    };
  }, [url]);
  return state;
}

function whenIdle(run: () => void): () => void {
  // Safari has no idle callback.
  if (typeof requestIdleCallback === "undefined") {
    const timer = setTimeout(run, 200);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(run, { timeout: 1500 });
  return () => cancelIdleCallback(handle);
}
