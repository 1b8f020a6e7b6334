"use client";

import { formatDateTime, formatRelative } from "@/lib/core/format";
import { useNow } from "./now";

/** "2 h ago", with the exact time on hover and in the accessible name. */
export function RelativeTime({ at, className }: { at: Date | string; className?: string }) {
  const now = useNow();
  const date = typeof at === "string" ? new Date(at) : at;
  const exact = formatDateTime(date);
  return (
    <time dateTime={date.toISOString()} title={exact} className={className}>
      {formatRelative(date, now)}
      <span className="sr-only"> ({exact})</span>
    </time>
  );
}
