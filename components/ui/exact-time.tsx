import { formatDate, formatDateTime, formatTime } from "@/lib/core/format";

/** A date or time of day, with the full time on hover and in the accessible name. */
export function ExactTime({ at, show = "date", className }: { at: Date | string; show?: "date" | "time" | "both"; className?: string }) {
  const date = typeof at === "string" ? new Date(at) : at;
  const exact = formatDateTime(date);
  const text = show === "date" ? formatDate(date) : show === "time" ? formatTime(date) : exact;
  return (
    <time dateTime={date.toISOString()} title={exact} className={className}>
      {text}
      {show !== "both" && <span className="sr-only"> ({exact})</span>}
    </time>
  );
}
