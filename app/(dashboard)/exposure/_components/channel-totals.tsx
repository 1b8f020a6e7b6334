import { NearLink } from "@/components/ui/near-link";
import { formatCount } from "@/lib/core/format";
import type { Channel } from "@/lib/domain/exposures";
import { channelTitles } from "@/lib/domain/words";
import type { ExposureFacets } from "@/lib/exposure/count-facets";
import { outsideCode } from "./exposure-words";

/** Code against everything else: a secret in a chat is not found where one looks for secrets. Each number opens its rows under the other filters. */
export function ChannelTotals({ facets, query }: { facets: ExposureFacets; query: URLSearchParams }) {
  const counts = new Map(facets.facets.channel.map(({ value, count }) => [value, count]));
  const alone = facets.facets.reach.find(({ value }) => value === "outside")?.count ?? 0;
  const href = (name: "channel" | "reach", value: string) => {
    const next = new URLSearchParams(query);
    next.delete(name === "channel" ? "reach" : "channel");
    next.set(name, value);
    return `/exposure?${next}`;
  };
  const others = (Object.keys(channelTitles) as Channel[]).filter((channel) => channel !== "code");
  const current = (name: "channel" | "reach", value: string) => (query.get(name) === value ? true : undefined);
  const number = (label: string, count: number, name: "channel" | "reach", value: string) => (
    <NearLink
      key={value}
      href={href(name, value)}
      scroll={false}
      aria-current={current(name, value)}
      className="inline-flex items-baseline gap-1.5 rounded-sm px-1 text-ink-2 hover:text-ink hover:underline aria-[current]:bg-people-soft aria-[current]:text-ink"
    >
      {label} <b className="font-[600] text-ink tabular-nums">{formatCount(count)}</b>
    </NearLink>
  );
  return (
    <nav
      aria-label="Secrets by channel"
      className="mt-3 flex flex-wrap items-baseline gap-x-3 gap-y-1 rounded-md border border-line bg-panel px-3 py-2 text-[13px]"
    >
      {number("In code", counts.get("code") ?? 0, "channel", "code")}
      <span aria-hidden className="text-line-2 max-md:hidden">
        |
      </span>
      {number("Outside code", outsideCode(facets), "reach", "both,outside")}
      {others.filter((channel) => counts.has(channel)).map((channel) => number(channelTitles[channel], counts.get(channel) ?? 0, "channel", channel))}
      <span aria-hidden className="text-line-2 max-md:hidden">
        |
      </span>
      {number("Outside code alone", alone, "reach", "outside")}
    </nav>
  );
}
