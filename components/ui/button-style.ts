import { clsx } from "clsx";

export type ButtonVariant = "primary" | "default" | "danger" | "quiet";
export type ButtonSize = "md" | "sm" | "icon";

const base =
  "inline-flex items-center justify-center gap-1.5 rounded-md border font-[550] whitespace-nowrap transition-colors select-none disabled:opacity-55 aria-disabled:opacity-55 disabled:cursor-not-allowed";
const variants: Record<ButtonVariant, string> = {
  primary: "border-people bg-people text-on-fill hover:bg-[color-mix(in_oklch,var(--people),var(--ink)_18%)]",
  default: "border-line-2 bg-panel text-ink hover:bg-sunken",
  danger: "border-critical bg-critical text-on-fill hover:bg-[color-mix(in_oklch,var(--critical),var(--ink)_18%)]",
  quiet: "border-transparent text-ink-2 hover:bg-sunken hover:text-ink",
};
const sizes: Record<ButtonSize, string> = {
  md: "h-8 px-3 text-[13px] leading-[18px]",
  sm: "h-7 px-2.5 text-[12.5px] leading-4",
  icon: "size-8 text-[13px]",
};

/** The classes of a button, for buttons and for links that look like one. */
export function buttonStyle(variant: ButtonVariant = "default", size: ButtonSize = "md", className?: string): string {
  return clsx(base, variants[variant], sizes[size], className);
}
