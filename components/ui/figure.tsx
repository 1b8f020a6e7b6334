import { clsx } from "clsx";
import Link from "next/link";
import { formatCount } from "@/lib/core/format";
import { Unknown } from "./unknown";

export interface FigureProps {
  label: string;
  /** null: nobody knows; shown hatched, never as zero */
  value: number | null;
  /** the rows behind the number */
  href: string;
  /** more about the number. What counts other rows than the figure leads to them itself */
  notes?: readonly FigureNote[];
  tone?: "neutral" | "critical" | "high" | "people" | "ok";
}

export interface FigureNote {
  text: string;
  href?: string;
}

const tones = { neutral: "text-ink", critical: "text-critical", high: "text-high", people: "text-people", ok: "text-ok" } as const;

/** A number that opens the rows it counts; the link covers the card, and a note's own link lies above it. */
export function Figure({ label, value, href, notes = [], tone = "neutral" }: FigureProps) {
  return (
    <div className="group relative flex min-w-0 flex-col rounded-md border border-line bg-panel px-[18px] py-4 hover:border-edge">
      <Link href={href} className="flex flex-col after:absolute after:inset-0">
        <span className="text-[13px] leading-snug font-[550] text-ink-2 group-hover:text-ink">{label}</span>
        <span className={clsx("mt-1.5 text-2xl leading-[1.1] font-[600] tracking-[-0.02em]", value !== null && value > 0 ? tones[tone] : "text-ink")}>
          {value === null ? <Unknown /> : formatCount(value)}
        </span>
      </Link>
      {notes.length > 0 && (
        <span className="mt-1.5 flex flex-wrap gap-x-3 text-[12px] leading-6 text-ink-3">
          {notes.map(({ text, href: rows }) =>
            rows ? (
              <Link key={text} href={rows} className="relative underline decoration-line-2 underline-offset-2 hover:text-ink hover:decoration-ink-3">
                {text}
              </Link>
            ) : (
              <span key={text}>{text}</span>
            ),
          )}
        </span>
      )}
    </div>
  );
}
