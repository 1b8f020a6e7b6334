import { formatCount } from "@/lib/core/format";

export interface ProgressProps {
  label: string;
  done: number;
  /** null: nobody said how many there are; the bar then only says that something moves */
  total: number | null;
  /** rate, time left, rejected rows … */
  note?: React.ReactNode;
}

/** Work under way, counted. */
export function Progress({ label, done, total, note }: ProgressProps) {
  const share = total && total > 0 ? Math.min(100, Math.round((done / total) * 100)) : null;
  return (
    <div className="flex flex-col gap-1 text-[12.5px]">
      <div className="flex flex-wrap justify-between gap-x-3 text-ink-2">
        <span>{label}</span>
        <span>
          {formatCount(done)}
          {total === null ? " so far" : ` of ${formatCount(total)}`}
        </span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === null ? { "aria-valuetext": `${formatCount(done)} so far` } : { "aria-valuenow": share })}
        className="h-1.5 overflow-hidden rounded-full bg-line"
      >
        <div
          className={share === null ? "h-full w-1/3 animate-pulse rounded-full bg-machine" : "h-full rounded-full bg-machine transition-[width]"}
          style={share === null ? undefined : { width: `${share}%` }}
        />
      </div>
      {note && <div className="text-ink-3">{note}</div>}
    </div>
  );
}
