import { clsx } from "clsx";
import { NearLink } from "./near-link";

export interface Tab {
  label: string;
  href: string;
  /** null = still being counted: its place is kept */
  count?: number | null;
}

/** Views of the same thing, each with its own address; in a narrow window in several lines, so that none is out of sight. `current` is the address of the one shown. */
export function Tabs({ tabs, current, label }: { tabs: readonly Tab[]; current: string; label: string }) {
  return (
    <nav aria-label={label} className="flex gap-4 overflow-x-auto border-b border-line max-md:flex-wrap max-md:gap-y-0">
      {tabs.map((tab) => (
        <NearLink
          key={tab.href}
          href={tab.href}
          scroll={false}
          aria-current={tab.href === current ? "page" : undefined}
          className={clsx(
            "-mb-px flex items-center gap-1.5 border-b-2 px-0.5 py-2 text-[13px] font-[550] whitespace-nowrap",
            tab.href === current ? "border-people text-ink" : "border-transparent text-ink-2 hover:text-ink",
          )}
        >
          {tab.label}
          {tab.count === null && <span aria-hidden className="w-[3ch] text-[12px]" />}
          {typeof tab.count === "number" && <span className="text-[12px] font-normal text-ink-3">{tab.count.toLocaleString("en-US")}</span>}
        </NearLink>
      ))}
    </nav>
  );
}
