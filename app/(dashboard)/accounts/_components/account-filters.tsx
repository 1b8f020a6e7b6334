"use client";

import { FilterChip } from "@/components/ui/filter-chip";
import { SearchBox } from "@/components/ui/search-box";
import type { AccountCounts } from "@/lib/accounts/count-accounts";

interface Props {
  counts: AccountCounts;
  /** the rule by whose open findings the list is narrowed */
  rule: { id: string; title: string } | null;
}

/** So many connections are offered; an address may name any other. */
const mostConnections = 100;

/** Filters of the list of accounts; they stand in the address. */
export function AccountFilters({ counts: { link, kind, connections }, rule }: Props) {
  return (
    <div className="mt-4 mb-2.5 flex flex-wrap items-center gap-2">
      <SearchBox label="Search accounts" placeholder="Name or e-mail" />
      <FilterChip
        label="Person"
        param="link"
        options={[
          { value: "unlinked", label: "nobody", count: link.unlinked },
          { value: "linked", label: "linked", count: link.linked },
        ]}
      />
      <FilterChip
        label="Kind"
        param="kind"
        options={[
          { value: "service", label: "service", count: kind.service },
          { value: "user", label: "user", count: kind.user },
          { value: "unknown", label: "unknown", count: kind.unknown },
        ]}
      />
      <FilterChip
        label="Connection"
        param="connection"
        options={connections.slice(0, mostConnections).map(({ id, name, count }) => ({ value: id, label: name, count }))}
        note={connections.length > mostConnections ? `and ${connections.length - mostConnections} with fewer accounts` : undefined}
      />
      <FilterChip
        label="Finding"
        param="finding"
        options={[
          { value: "orphaned-service-account", label: "orphaned service account" },
          { value: "departed-still-alive", label: "outlives its person" },
          ...(rule && !offered.includes(rule.id) ? [{ value: rule.id, label: rule.title }] : []),
        ]}
      />
    </div>
  );
}

const offered = ["orphaned-service-account", "departed-still-alive"];
