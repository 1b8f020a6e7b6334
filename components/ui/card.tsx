import { clsx } from "clsx";

/** A part of a page with an edge. `aside` stands right of the title. */
export function Card({
  title,
  aside,
  children,
  className,
}: {
  title?: React.ReactNode;
  aside?: React.ReactNode;
  children: React.ReactNode;
  className?: string;
}) {
  return (
    <section className={clsx("min-w-0 rounded-md border border-line bg-panel px-[18px] py-4", className)}>
      {(title ?? aside) && (
        <header className="mb-2 flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
          {title && <h2 className="text-[13px] leading-snug font-[550] text-ink-2">{title}</h2>}
          {aside && <div className="text-[12px] text-ink-3">{aside}</div>}
        </header>
      )}
      {children}
    </section>
  );
}
