"use client";

import { formatDateTime, formatRelative, formatSpan } from "@/lib/core/format";
import { tick, useNow } from "./now";

/** "2 h ago", with the exact time on hover and in the accessible name; `bare` leaves the span alone: "2 h", for an age. */
export function RelativeTime({ at, bare = false, className }: { at: Date | string; bare?: boolean; className?: string }) {
  const now = useNow();
  const date = typeof at === "string" ? new Date(at) : at;
  const exact = formatDateTime(date);
  // Our clock goes in steps: what has just happened would seem to lie ahead.
  const ahead = date.getTime() - now.getTime();
  return (
    <time dateTime={date.toISOString()} title={exact} className={className}>
      {ahead > 0 && ahead <= tick ? "now" : bare ? formatSpan(ahead) : formatRelative(date, now)}
      <span className="sr-only"> ({exact})</span>
    </time>
  );
}
