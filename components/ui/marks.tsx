import { clsx } from "clsx";

/** How far a step is: `live` is under way, `open` stands ready, `wait` has not come, `failed` ended otherwise. */
export type MarkState = "done" | "live" | "open" | "wait" | "failed";

interface MarkProps {
  state?: MarkState;
  className?: string;
  /** what it means, where no text beside it says so */
  label?: string;
}

/** Round and in the ink hue: a person did or decides this. */
export function PersonMark(props: MarkProps) {
  return <Mark {...props} shape="rounded-full" border="border-people" fill="bg-people" />;
}

/** Square and in the steel hue: the machine did or does this. */
export function MachineMark(props: MarkProps) {
  return <Mark {...props} shape="rounded-[2px]" border="border-machine" fill="bg-machine" />;
}

function Mark({ state = "done", className, label, shape, border, fill }: MarkProps & { shape: string; border: string; fill: string }) {
  const a11y = label ? { role: "img", "aria-label": label } : { "aria-hidden": true };
  return (
    <span
      {...a11y}
      className={clsx(
        "relative inline-block size-3.5 flex-none overflow-hidden border-2",
        shape,
        state === "wait" ? "border-line-2" : state === "failed" ? "border-critical" : border,
        state === "done" && fill,
        className,
      )}
    >
      {state === "live" && <span className={clsx("absolute inset-y-0 left-0 w-[55%]", fill)} />}
      {state === "failed" && <span className="absolute inset-x-[1px] top-[4px] h-[2px] rotate-45 bg-critical" />}
    </span>
  );
}
