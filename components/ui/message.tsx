import { clsx } from "clsx";

const tones = {
  info: "border-line-2 bg-sunken",
  ok: "border-ok bg-ok-soft",
  warn: "border-high bg-high-soft",
  error: "border-critical bg-critical-soft",
} as const;

/** Something said in place: what happened, why, what to do. `error` and `warn` are announced at once. */
export function Message({ tone = "info", title, children }: { tone?: keyof typeof tones; title?: React.ReactNode; children?: React.ReactNode }) {
  const urgent = tone === "error" || tone === "warn";
  return (
    <div role={urgent ? "alert" : "status"} className={clsx("rounded-md border-l-[3px] px-3 py-2 text-[13px]", tones[tone])}>
      {title && <p className="font-[600]">{title}</p>}
      {children && <div className="text-ink-2">{children}</div>}
    </div>
  );
}
