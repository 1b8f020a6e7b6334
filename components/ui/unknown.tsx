/** The mark of what nobody knows: hatched. Never zero, never blank, never safe. */
export function Unknown({ children = "unknown", title }: { children?: React.ReactNode; title?: string }) {
  return (
    <span className="inline-flex items-center gap-[7px] text-ink-2" title={title}>
      <span aria-hidden className="hatched ml-0.5 inline-block h-2.5 w-4 flex-none rounded-[2px] ring-1 ring-edge" />
      {children}
    </span>
  );
}
