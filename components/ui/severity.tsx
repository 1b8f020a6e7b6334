import { clsx } from "clsx";

export type SeverityName = "critical" | "high" | "medium" | "low" | "info";

const tones: Record<SeverityName, string> = { critical: "text-critical", high: "text-high", medium: "text-medium", low: "text-low", info: "text-ink-3" };
const titles: Record<SeverityName, string> = { critical: "Critical", high: "High", medium: "Medium", low: "Low", info: "Info" };
/** Filled ever less: severity does not hang on hue alone. */
const fills: Record<SeverityName, string> = {
  critical: "bg-current",
  high: "bg-current",
  medium: "bg-[linear-gradient(to_top,currentColor_60%,transparent_60%)]",
  low: "bg-[linear-gradient(to_top,currentColor_30%,transparent_30%)]",
  info: "",
};

/** A severity in words, with its mark. */
export function Severity({ level, className }: { level: SeverityName; className?: string }) {
  return (
    <span className={clsx("inline-flex items-center gap-1.5 text-[12px] leading-4 font-[550]", tones[level], className)}>
      <i aria-hidden className={clsx("size-2 rounded-[2px] border border-current", fills[level])} />
      {titles[level]}
    </span>
  );
}
