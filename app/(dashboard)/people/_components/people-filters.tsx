"use client";

import { FilterChip } from "@/components/ui/filter-chip";
import { SearchBox } from "@/components/ui/search-box";
import { roles, roleTitles } from "@/lib/domain/roles";

interface Props {
  counts: Record<"active" | "suspended" | "departed", number>;
}

/** Filters of the people list; they stand in the address. */
export function PeopleFilters({ counts }: Props) {
  return (
    <div className="mt-4 mb-2.5 flex flex-wrap items-center gap-2">
      <SearchBox label="Search people" placeholder="Name or e-mail" />
      <FilterChip
        label="Status"
        param="status"
        options={[
          { value: "active", label: "active", count: counts.active },
          { value: "suspended", label: "suspended", count: counts.suspended },
          { value: "departed", label: "left", count: counts.departed },
        ]}
      />
      <FilterChip label="Role" param="role" options={roles.map((role) => ({ value: role, label: roleTitles[role] }))} />
      <FilterChip label="Uses Countersign" param="involved" any="everyone" options={[{ value: "1", label: "with a role or key" }]} />
    </div>
  );
}
