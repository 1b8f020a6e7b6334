import { clsx } from "clsx";
import Link from "next/link";

export interface Coverage {
  /** connections that count */
  total: number;
  /** of these, the ones whose last good sync is recent */
  fresh: number;
}

/** How much of what is connected was seen lately. Opens what is seen and what isn’t. */
export function CoverageChip({ total, fresh }: Coverage) {
  const whole = total > 0 && fresh === total;
  return (
    <Link
      href="/coverage"
      aria-label={total === 0 ? "Coverage: nothing connected" : `Coverage: ${fresh} of ${total} connections fresh`}
      className="inline-flex h-7 items-center gap-[5px] rounded-full border border-line-2 bg-panel px-2.5 text-[12.5px] whitespace-nowrap text-ink-2 hover:border-edge hover:text-ink"
    >
      <span
        aria-hidden
        className={clsx("size-2 flex-none", whole ? "rounded-full bg-ok" : total === 0 ? "hatched rounded-[2px] ring-1 ring-edge" : "rounded-[2px] bg-high")}
      />
      {total === 0 ? (
        "nothing connected"
      ) : (
        <>
          {fresh} of {total}
          <span className="max-lg:hidden">connections</span>
          <span className="max-sm:hidden">fresh</span>
        </>
      )}
    </Link>
  );
}
