import { FilterChip } from "@/components/ui/filter-chip";
import { LinkButton } from "@/components/ui/link-button";
import { SearchBox } from "@/components/ui/search-box";
import { EmptyState } from "@/components/ui/states";
import { Tabs } from "@/components/ui/tabs";
import { formatCount } from "@/lib/core/format";
import { type Gap, gaps, gapTitles } from "@/lib/ownership/gap-names";
import { FilterRow } from "../../_components/filter-row";
import type { GapCounts } from "./gap-page";

/** The case in one sentence; before the counts have come, what is counted, or that it could not be. */
export function GapTitle({ counts, failed, stale }: { counts: GapCounts | null; failed: boolean; stale: string | null }) {
  // each as long as what comes, so that nothing below moves
  if (!counts && failed) return <>Tokens without a confirmed owner could not be counted just now</>;
  if (!counts) return <>Counting the tokens that have no confirmed owner who is here</>;
  const { no_owner, suggested_only, owner_departed } = counts.gaps;
  const open = no_owner + suggested_only + owner_departed;
  if (open === 0)
    return (
      <>
        Somebody answers for each of {formatCount(counts.living)} living tokens seen{stale && `; ${stale}`}
      </>
    );
  return (
    <>
      {formatCount(open)} of {formatCount(counts.living)} living tokens seen have no confirmed owner who is here{stale && `; ${stale}`}
    </>
  );
}

/** The gaps with their counts; each opens its rows. */
export function GapTabs({ counts, gap, query }: { counts: GapCounts | null; gap: Gap; query: URLSearchParams }) {
  const href = (name: Gap) => {
    const next = new URLSearchParams(query);
    next.set("gap", name);
    return `/ownership?${next}`;
  };
  return <Tabs label="Gaps" tabs={gaps.map((name) => ({ label: gapTitles[name], href: href(name), count: counts?.gaps[name] ?? null }))} current={href(gap)} />;
}

const sure = [80, 70, 60, 50].map((value) => ({ value: String(value), label: `${value} % or more` }));

export function GapFilterRow({ connections, onClear }: { connections: { id: string; name: string }[]; onClear?: () => void }) {
  return (
    <FilterRow search={<SearchBox label="Search tokens and people" placeholder="Name of a token or person" />} onClear={onClear}>
      <FilterChip label="Sure" param="sure" options={sure} />
      <FilterChip label="Connection" param="connection" options={connections.map(({ id, name }) => ({ value: id, label: name }))} any="all" />
    </FilterRow>
  );
}

export function NoGap({ gap, filtered }: { gap: Gap; filtered: boolean }) {
  if (filtered)
    return (
      <EmptyState title="No token fits these filters" action={<LinkButton href={`/ownership?gap=${gap}`}>Clear filters</LinkButton>}>
        Take one filter away.
      </EmptyState>
    );
  return (
    <EmptyState title="This gap is closed" action={<LinkButton href="/inventory">See the inventory</LinkButton>}>
      That holds for the tokens that the connections list. What they can’t list is on each connection’s page.
    </EmptyState>
  );
}
