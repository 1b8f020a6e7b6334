"use client";

import { clsx } from "clsx";
import { useLinkStatus } from "next/link";
import { NearLink } from "@/components/ui/near-link";
import { formatCount } from "@/lib/core/format";
import { isCurrent, type PageLink } from "./pages";
import { useShownPath } from "./use-shown-path";

/** The pages one may use, in groups. A count says how much there waits for somebody. */
export function Rail({ pages }: { pages: readonly PageLink[] }) {
  const path = useShownPath();
  const groups = [...new Set(pages.map((page) => page.group))];
  return (
    <nav aria-label="Pages" className="flex flex-col">
      {groups.map((group) => (
        <div key={group} className="flex flex-col gap-[2px]">
          <h2 className="px-2 pt-3.5 pb-1.5 text-xs leading-none font-[500] text-ink-3">{group}</h2>
          {pages
            .filter((page) => page.group === group)
            .map((page) => {
              const current = isCurrent(page.href, path);
              return (
                <NearLink
                  key={page.href}
                  href={page.href}
                  aria-current={current ? "page" : undefined}
                  className={clsx(
                    "flex min-h-7 items-center justify-between rounded-md px-2 py-1 text-[13px]",
                    current ? "bg-panel font-[550] text-ink ring-1 ring-line" : "text-ink-2 hover:bg-line/50 hover:text-ink",
                  )}
                >
                  {page.title}
                  <OnItsWay />
                  {page.count ? (
                    <span className="text-xs leading-[18px] font-[500] text-ink-3">
                      {formatCount(page.count)}
                      <span className="sr-only"> waiting</span>
                    </span>
                  ) : null}
                </NearLink>
              );
            })}
        </div>
      ))}
    </nav>
  );
}

/** Beside a link that was followed, until its page is there: the one before it stays in sight meanwhile. Most come sooner than it shows. */
function OnItsWay() {
  const { pending } = useLinkStatus();
  return pending && <span role="status" aria-label="Loading" className="late mr-auto ml-2 size-1.5 rounded-full bg-ink-3" />;
}
