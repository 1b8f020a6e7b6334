import { clsx } from "clsx";
import type { ComponentProps } from "react";
import { controlStyle } from "./control-style";

/** One line of text. Wrap in Field for its label. */
export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...rest} className={clsx(controlStyle, "h-8", className)} />;
}

/** Several lines of text. Wrap in Field for its label. */
export function Textarea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return <textarea {...rest} rows={rows} className={clsx(controlStyle, "py-1.5 leading-[1.45]", className)} />;
}

/** A choice of one. The browser's own list: it works before scripts do, and on a phone as phones do it. */
export function Select({ className, ...rest }: ComponentProps<"select">) {
  return <select {...rest} className={clsx(controlStyle, "h-8 pr-7", className)} />;
}

/** A box to tick, with its text. */
export function Checkbox({ children, className, ...rest }: ComponentProps<"input">) {
  return (
    <label className={clsx("flex items-start gap-2 text-[13.5px] leading-5", className)}>
      <input {...rest} type="checkbox" className="mt-[3px] size-3.5 flex-none accent-people disabled:opacity-40" />
      <span>{children}</span>
    </label>
  );
}
