import { clsx } from "clsx";

export type Tone = "neutral" | "people" | "machine" | "ok" | "critical" | "high" | "medium";

const tones: Record<Tone, string> = {
  neutral: "border-line text-ink-2 bg-sunken",
  people: "border-transparent text-people bg-people-soft",
  machine: "border-transparent text-machine bg-machine-soft",
  ok: "border-transparent text-ok bg-ok-soft",
  critical: "border-transparent text-critical bg-critical-soft",
  high: "border-transparent text-high bg-high-soft",
  medium: "border-transparent text-medium bg-medium-soft",
};

/** A word of state in a quiet box. */
export function Badge({ tone = "neutral", children, title }: { tone?: Tone; children: React.ReactNode; title?: string }) {
  return (
    <span
      title={title}
      className={clsx("inline-flex items-center gap-1 rounded-sm border px-1.5 text-[12px] leading-[18px] font-[520] whitespace-nowrap", tones[tone])}
    >
      {children}
    </span>
  );
}
