"use client";

import { useCallback, useRef, useState } from "react";

export interface KeysetPage<Row> {
  rows: Row[];
  /** cursor of the next page, null at the end */
  next: string | null;
}

export interface Keyset<Row> {
  rows: Row[];
  hasMore: boolean;
  loading: boolean;
  /** why the last page did not come */
  error: string | null;
  more: () => Promise<void>;
}

/** Rows that arrive page by page. Give the component a `key` of the filters: a changed filter starts anew. */
export function useKeyset<Row>(first: KeysetPage<Row>, load: (after: string) => Promise<KeysetPage<Row>>): Keyset<Row> {
  const [later, setLater] = useState<KeysetPage<Row> | null>(null);
  const [loading, setLoading] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const busy = useRef(false);
  const next = later ? later.next : first.next;
  const more = useCallback(async () => {
    if (!next || busy.current) return;
    busy.current = true;
    setLoading(true);
    setError(null);
    try {
      const page = await load(next);
      setLater((known) => ({ rows: [...(known?.rows ?? []), ...page.rows], next: page.next }));
    } catch {
      setError("The next rows did not come. What is shown stays as it is.");
    } finally {
      busy.current = false;
      setLoading(false);
    }
  }, [next, load]);
  return { rows: later ? [...first.rows, ...later.rows] : first.rows, hasMore: next !== null, loading, error, more };
}
