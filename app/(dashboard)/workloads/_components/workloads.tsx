"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { announce } from "@/components/ui/announce";
import { DataTable } from "@/components/ui/data-table";
import { FilterChip } from "@/components/ui/filter-chip";
import { LinkButton } from "@/components/ui/link-button";
import { SearchBox } from "@/components/ui/search-box";
import { EmptyState } from "@/components/ui/states";
import { plural } from "@/lib/core/format";
import { workloadKindTitles } from "@/lib/domain/words";
import type { WorkloadKind } from "@/lib/domain/workloads";
import type { WorkloadFacets } from "@/lib/workloads/facets";
import { FilterRow } from "../../_components/filter-row";
import { ListProblem } from "../../_components/list-problem";
import { MoreRows } from "../../_components/more-rows";
import { RowsSkeleton } from "../../_components/rows-skeleton";
import { useFirstRowKey } from "../../_components/use-first-row-key";
import { useShownColumns } from "../../_components/use-shown-columns";
import { ViewsButton } from "../../_components/views/views-button";
import { columns } from "./columns";
import { viewNames } from "./list-names";
import { useWorkloads } from "./use-workloads";

/** The list of workloads below its heading. */
export function Workloads({ mayManage }: { mayManage: boolean }) {
  const { list, facets, filtered, address } = useWorkloads();
  const router = useRouter();
  const shown = useShownColumns(columns);
  useFirstRowKey();
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const count = facets ? plural(facets.total, "workload") : "";
  useEffect(() => {
    if (count) announce(count);
  }, [count]);
  return (
    <>
      <FilterRow
        onClear={filtered ? () => router.replace("/workloads", { scroll: false }) : undefined}
        search={<SearchBox label="Search workloads" placeholder="Name, identity or owner" />}
      >
        <Filters facets={facets} />
      </FilterRow>
      <div className="mb-2 flex min-h-8 flex-wrap items-center gap-2 text-[13px] text-ink-2">
        <span>{count}</span>
        <span className="ml-auto">
          <ViewsButton list="workloads" names={viewNames} />
        </span>
      </div>
      {list.isError && rows.length === 0 && <ListProblem error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <RowsSkeleton label="Reading workloads" />}
      {list.data && rows.length === 0 && <NothingHere filtered={filtered} mayManage={mayManage} />}
      {rows.length > 0 && (
        <>
          <DataTable
            label="Workloads"
            rows={rows}
            columns={shown}
            rowId={(row) => row.id}
            rowName={(row) => row.name}
            rowHref={(row) => `/workloads/${row.id}${address ? `?${address}` : ""}`}
            total={facets?.total ?? null}
          />
          <MoreRows list={list} />
        </>
      )}
    </>
  );
}

function Filters({ facets }: { facets: WorkloadFacets | undefined }) {
  return (
    <>
      <FilterChip
        label="Kind"
        param="kind"
        options={(Object.keys(workloadKindTitles) as WorkloadKind[]).map((value) => ({
          value,
          label: workloadKindTitles[value],
          count: facets && (facets.kind[value] ?? 0),
        }))}
      />
      <FilterChip
        label="Environment"
        param="environment"
        options={Object.entries(facets?.environment ?? {}).map(([value, count]) => ({ value, label: value, count }))}
      />
      <FilterChip
        label="Owner"
        param="owner"
        options={[
          { value: "some", label: "a person", count: facets?.owner.some },
          { value: "departed", label: "left or suspended", count: facets?.owner.departed },
          { value: "none", label: "nobody", count: facets?.owner.none },
        ]}
      />
      <FilterChip
        label="Legacy register"
        param="legacy"
        options={[
          { value: "yes", label: "in it", count: facets?.legacy.yes },
          { value: "overdue", label: "overdue", count: facets?.legacy.overdue },
          { value: "no", label: "not in it", count: facets?.legacy.no },
        ]}
      />
    </>
  );
}

function NothingHere({ filtered, mayManage }: { filtered: boolean; mayManage: boolean }) {
  if (filtered)
    return (
      <EmptyState title="No workload fits these filters" action={<LinkButton href="/workloads">Clear filters</LinkButton>}>
        Take one filter away, or search for less of the name.
      </EmptyState>
    );
  return (
    <EmptyState title="No workload is described yet">
      {mayManage
        ? "Describe the first one here, or bring in a list of them: then each token can say what uses it."
        : "A security manager describes them, or brings in a list of them: then each token can say what uses it."}
    </EmptyState>
  );
}
