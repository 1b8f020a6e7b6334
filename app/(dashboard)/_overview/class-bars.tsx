import Link from "next/link";
import { Card } from "@/components/ui/card";
import { formatCount } from "@/lib/core/format";
import { tokenClassTitles } from "@/lib/domain/words";
import type { ClassBar } from "@/lib/overview/queries";

/** Tokens by class: filled where an owner is confirmed, hatched where nobody answers. Both parts open their rows. */
export function ClassBars({ bars }: { bars: ClassBar[] }) {
  const longest = Math.max(1, ...bars.map(({ tokens }) => tokens));
  return (
    <Card title="By class" aside="filled: owner confirmed · hatched: not">
      {bars.length === 0 ? (
        <p className="text-[13px] text-ink-2">No token is known yet.</p>
      ) : (
        <ul className="flex flex-col">
          {bars.map((bar) => (
            <li key={bar.class} className="grid min-h-[26px] grid-cols-[minmax(96px,132px)_1fr_56px] items-center gap-2.5 text-[13px]">
              <Link href={`/inventory?class=${bar.class}`} className="truncate hover:underline">
                {tokenClassTitles[bar.class]}
              </Link>
              <span className="flex h-6 min-w-fit items-center" style={{ width: `${Math.max(2, (100 * bar.tokens) / longest)}%` }}>
                <Part
                  href={`/inventory?class=${bar.class}&owner=confirmed,departed`}
                  share={bar.owned / bar.tokens}
                  label={`${formatCount(bar.owned)} ${tokenClassTitles[bar.class]} tokens with a confirmed owner`}
                  look="bg-people"
                />
                <Part
                  href={`/inventory?class=${bar.class}&owner=none,suggested,team`}
                  share={(bar.tokens - bar.owned) / bar.tokens}
                  label={`${formatCount(bar.tokens - bar.owned)} ${tokenClassTitles[bar.class]} tokens without one`}
                  look="hatched ring-1 ring-edge ring-inset"
                />
              </span>
              <Link href={`/inventory?class=${bar.class}`} className="text-right tabular-nums hover:underline">
                {formatCount(bar.tokens)}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Part({ href, share, label, look }: { href: string; share: number; label: string; look: string }) {
  if (share === 0) return null;
  return (
    <Link href={href} aria-label={label} title={label} className="group flex h-6 min-w-6 items-center" style={{ width: `${100 * share}%` }}>
      <span className={`block h-2.5 w-full first:rounded-l-[2px] group-hover:opacity-80 ${look}`} />
    </Link>
  );
}
