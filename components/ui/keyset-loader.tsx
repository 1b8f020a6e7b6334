"use client";

import { useEffect, useRef } from "react";
import { Button } from "./button";
import type { Keyset } from "./use-keyset";

/** So far ahead the next rows are asked for: about a page of them, so that whoever scrolls finds them there. */
const ahead = "2000px";

/** Loads the next rows as the end of the list comes near; the button does the same by hand. */
export function KeysetLoader({ keyset, pages }: { keyset: Pick<Keyset<unknown>, "hasMore" | "loading" | "error" | "more">; pages?: number }) {
  const { hasMore, loading, error, more } = keyset;
  const end = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that come at once may leave the end as near as it was, which an observer that goes on does not tell
  useEffect(() => {
    const element = end.current;
    if (!element || error) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && void more(), { rootMargin: ahead });
    observer.observe(element);
    return () => observer.disconnect();
  }, [more, error, pages]);
  if (!hasMore) return null;
  return (
    <div ref={end} className="flex items-center justify-center gap-3 py-3 text-[13px] text-ink-2">
      {error && <span role="alert">{error}</span>}
      <Button size="sm" busy={loading} onClick={() => void more()}>
        {error ? "Try again" : "Load more"}
      </Button>
    </div>
  );
}
