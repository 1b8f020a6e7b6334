/** The head of a page: what is the case, in a sentence, and what can be done about it. */
export function PageHeader({
  title,
  mark,
  children,
  actions,
}: {
  title: React.ReactNode;
  mark?: React.ReactNode;
  children?: React.ReactNode;
  actions?: React.ReactNode;
}) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <h1 className="text-xl leading-[1.2] font-[620] tracking-[-0.015em] break-words">{title}</h1>
          {mark}
        </div>
        {children && <div className="mt-1 max-w-[78ch] text-ink-2">{children}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  );
}
