import { FilterChip } from "@/components/ui/filter-chip";
import { LinkButton } from "@/components/ui/link-button";
import { SearchBox } from "@/components/ui/search-box";
import { EmptyState } from "@/components/ui/states";
import { formatCount } from "@/lib/core/format";
import type { ResidueTotals } from "@/lib/residue/queries";
import type { UsedSince } from "@/lib/residue/schemas";
import { FilterRow } from "../../_components/filter-row";

/** The case in one sentence. Before the first answer the page only has its name. */
export function ResidueTitle({ totals, filtered }: { totals: ResidueTotals | null; filtered: boolean }) {
  if (!totals) return <>Residue</>;
  const { tokens, accounts } = totals;
  if (tokens + accounts === 0) return filtered ? <>Nothing fits these filters</> : <>Nothing outlives its person</>;
  const parts = [
    tokens > 0 && `${formatCount(tokens)} ${tokens === 1 ? "token" : "tokens"}`,
    accounts > 0 && `${formatCount(accounts)} ${accounts === 1 ? "account" : "accounts"}`,
  ].filter(Boolean);
  return (
    <>
      {parts.join(" and ")} {tokens + accounts === 1 ? "outlives its person" : "outlive the people who made them"}
    </>
  );
}

const windows = [
  { value: "24h", label: "in the last day" },
  { value: "7d", label: "in 7 days" },
  { value: "30d", label: "in 30 days" },
  { value: "90d", label: "in 90 days" },
  { value: "1y", label: "in a year" },
];
const severities = ["critical", "high", "medium", "low"].map((value) => ({ value, label: value }));

interface ResidueFiltersProps {
  connections: { id: string; name: string }[];
  /** people by whether they used something since; undefined until it is counted */
  use: Record<UsedSince, number> | undefined;
  onClear?: () => void;
}

export function ResidueFilters({ connections, use, onClear }: ResidueFiltersProps) {
  const used = [
    { value: "yes", label: "yes", count: use?.yes },
    { value: "no", label: "no", count: use?.no },
    { value: "unknown", label: "unknown", count: use?.unknown },
  ];
  return (
    <FilterRow search={<SearchBox label="Search people" placeholder="Name of a person" />} onClear={onClear}>
      <FilterChip label="Left" param="left" options={windows} any="any time" />
      <FilterChip label="Severity" param="severity" options={severities} />
      <FilterChip label="Used since leaving" param="used" options={used} />
      <FilterChip label="Can be requested" param="here" options={[{ value: "yes", label: "here, now" }]} />
      <FilterChip label="Connection" param="connection" options={connections.map(({ id, name }) => ({ value: id, label: name }))} any="all" />
    </FilterRow>
  );
}

export function NobodyLeft({ filtered }: { filtered: boolean }) {
  if (filtered)
    return (
      <EmptyState title="Nobody fits these filters" action={<LinkButton href="/residue">Clear filters</LinkButton>}>
        Take one filter away, or choose a longer time.
      </EmptyState>
    );
  return (
    <EmptyState title="Nobody who left has anything alive that we can see" action={<LinkButton href="/people?status=departed">See who left</LinkButton>}>
      That holds for the connections that were read, and for tokens whose maker or owner is linked to a person. What a connection can’t list is on its own page.
    </EmptyState>
  );
}
