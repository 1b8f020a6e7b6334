import { clsx } from "clsx";
import type { ComponentProps } from "react";

/** Whoever has no mouse scrolls a table that is wider than its frame with the arrow keys. */
const scrollable = { tabIndex: 0 } as const;

/** A short table that is there at once. For lists that may be long use DataTable. Wide ones scroll inside their frame. */
export function Table({ label, children, className }: { label: string; children: React.ReactNode; className?: string }) {
  return (
    <section aria-label={label} {...scrollable} className="relative overflow-x-auto rounded-md border border-line bg-panel">
      <table className={clsx("w-full border-collapse text-[13px]", className)}>
        <caption className="sr-only">{label}</caption>
        {children}
      </table>
    </section>
  );
}

export function Th({ className, numeric = false, ...rest }: ComponentProps<"th"> & { numeric?: boolean }) {
  return (
    <th
      scope="col"
      {...rest}
      className={clsx(
        "h-8 border-b border-line bg-sunken px-3 text-[12px] font-[500] whitespace-nowrap text-ink-3",
        numeric ? "text-right" : "text-left",
        className,
      )}
    />
  );
}

export function Td({ className, numeric = false, ...rest }: ComponentProps<"td"> & { numeric?: boolean }) {
  return <td {...rest} className={clsx("h-9 border-b border-line px-3 [tr:last-child>&]:border-b-0", numeric && "text-right tabular-nums", className)} />;
}
