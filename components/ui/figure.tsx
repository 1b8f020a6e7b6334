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
  note?: React.ReactNode;
  tone?: "neutral" | "critical" | "high" | "people" | "ok";
}

const tones = { neutral: "text-ink", critical: "text-critical", high: "text-high", people: "text-people", ok: "text-ok" } as const;

/** A number that opens the rows it counts. */
export function Figure({ label, value, href, note, tone = "neutral" }: FigureProps) {
  return (
    <Link href={href} className="group flex min-w-0 flex-col rounded-md border border-line bg-panel px-[18px] py-4 hover:border-edge">
      <span className="text-[13px] leading-snug font-[550] text-ink-2 group-hover:text-ink">{label}</span>
      <span className={clsx("mt-1.5 text-2xl leading-[1.1] font-[600] tracking-[-0.02em]", value !== null && value > 0 ? tones[tone] : "text-ink")}>
        {value === null ? <Unknown /> : formatCount(value)}
      </span>
      {note && <span className="mt-2 text-[12px] leading-snug text-ink-3">{note}</span>}
    </Link>
  );
}
