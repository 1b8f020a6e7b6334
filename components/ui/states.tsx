interface StateProps {
  title: string;
  children?: React.ReactNode;
  action?: React.ReactNode;
  /** it is all there is on the page, so its title heads it */
  page?: boolean;
}

/** Nothing here, and what to do next. */
export function EmptyState({ title, children, action, page = false }: StateProps) {
  return (
    <div className="flex flex-col items-start gap-2 rounded-md border border-dashed border-line-2 bg-panel px-5 py-8 md:items-center md:text-center">
      <Title page={page}>{title}</Title>
      {children && <div className="max-w-[60ch] text-[13.5px] text-ink-2">{children}</div>}
      {action && <div className="mt-1 flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}

/** Something failed: what, why, what to do. */
export function ErrorState({ title, children, action, page = false }: StateProps) {
  return (
    <div role="alert" className="flex flex-col items-start gap-2 rounded-md border border-critical bg-panel px-5 py-6">
      <Title page={page}>{title}</Title>
      {children && <div className="max-w-[70ch] text-[13.5px] text-ink-2">{children}</div>}
      {action && <div className="mt-1 flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}

function Title({ page, children }: { page: boolean; children: string }) {
  const As = page ? "h1" : "p";
  return <As className="text-[15px] font-[600]">{children}</As>;
}
