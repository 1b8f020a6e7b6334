"use client";

import { useNow } from "@/components/ui/now";
import { RelativeTime } from "@/components/ui/relative-time";

/** By when it is to be seen to; what is over stands out, in words too. */
export function DueWord({ due }: { due: string | null }) {
  const now = useNow();
  if (due === null) return <span className="text-ink-3">no day</span>;
  const over = Date.parse(due) <= now.getTime();
  return (
    <span className={over ? "font-[550] text-critical" : undefined}>
      {over && <span className="sr-only">overdue, </span>}
      <RelativeTime at={due} />
    </span>
  );
}
