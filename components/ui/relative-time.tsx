"use client";

import { formatDateTime, formatRelative } from "@/lib/core/format";
import { tick, useNow } from "./now";

/** "2 h ago", with the exact time on hover and in the accessible name. */
export function RelativeTime({ at, className }: { at: Date | string; className?: string }) {
  const now = useNow();
  const date = typeof at === "string" ? new Date(at) : at;
  const exact = formatDateTime(date);
  // Our clock goes in steps: what has just happened would seem to lie ahead.
  const ahead = date.getTime() - now.getTime();
  return (
    <time dateTime={date.toISOString()} title={exact} className={className}>
      {ahead > 0 && ahead <= tick ? "now" : formatRelative(date, now)}
      <span className="sr-only"> ({exact})</span>
    </time>
  );
}
