/** A key to press, drawn as a key. Hidden from screen readers: the control itself carries aria-keyshortcuts. */
export function KeyHint({ children }: { children: React.ReactNode }) {
  return (
    <kbd aria-hidden className="rounded-sm border border-line-2 px-1 font-mono text-[11px] leading-4 font-[500] text-ink-3">
      {children}
    </kbd>
  );
}
