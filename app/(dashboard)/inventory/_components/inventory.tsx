"use client";

import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { announce } from "@/components/ui/announce";
import { DataTable } from "@/components/ui/data-table";
import { LinkButton } from "@/components/ui/link-button";
import { SearchBox } from "@/components/ui/search-box";
import { EmptyState } from "@/components/ui/states";
import { plural } from "@/lib/core/format";
import { FilterRow } from "../../_components/filter-row";
import { ListProblem } from "../../_components/list-problem";
import { MoreRows } from "../../_components/more-rows";
import { RowsSkeleton } from "../../_components/rows-skeleton";
import { useColumnWidths } from "../../_components/use-column-widths";
import { useFirstRowKey } from "../../_components/use-first-row-key";
import { useShownColumns } from "../../_components/use-shown-columns";
import { BulkBar, type BulkMay, type BulkVerb } from "./bulk-bar";
import { columns } from "./columns";
import { InventoryFilters } from "./inventory-filters";
import { ListTools } from "./list-tools";
import { useChosen } from "./use-chosen";
import { useInventoryFacets, useInventoryQuery, useInventoryRows } from "./use-inventory";

const BulkDialog = dynamic(() => import("./bulk-dialog").then((file) => file.BulkDialog), { loading: () => null });

/** The inventory below its heading: filters, selection, rows. `stale`: which connections the count may lag behind. */
export function Inventory({ may, stale }: { may: BulkMay; stale: string | null }) {
  const { filters, ordered } = useInventoryQuery();
  const list = useInventoryRows(ordered);
  const facets = useInventoryFacets(filters);
  const shown = useShownColumns(columns);
  const resizing = useColumnWidths("inventory");
  const address = useSearchParams().toString();
  const client = useQueryClient();
  const router = useRouter();
  const [asked, setAsked] = useState<BulkVerb | null>(null);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const total = facets.isPlaceholderData ? null : (facets.data?.total ?? null);
  const picking = useChosen(
    filters,
    rows.map(({ id }) => id),
    total,
  );
  const count = facets.data ? plural(facets.data.total, "token") : "";
  const pending = list.data?.pages[0]?.pending ?? 0;
  useEffect(() => {
    if (count) announce(count);
  }, [count]);
  useFirstRowKey();
  const mayBulk = may.own || may.link || may.file;

  return (
    <>
      <FilterRow
        onClear={filters !== "" ? () => router.replace("/inventory", { scroll: false }) : undefined}
        search={<SearchBox label="Search tokens" placeholder="Name, owner, workload, id…" />}
      >
        <InventoryFilters facets={facets.data?.facets} />
      </FilterRow>
      <div className="mb-2 flex min-h-8 flex-wrap items-center gap-2 text-[13px] text-ink-2">
        {picking.count > 0 ? (
          <BulkBar picking={picking} total={total} may={may} onAsk={setAsked} />
        ) : (
          <span aria-busy={list.isPlaceholderData || facets.isPlaceholderData}>
            <span>{count}</span>
            {count && " seen"}
            {count && stale && (
              <>
                {"; "}
                <Link href="/coverage" className="underline">
                  {stale}
                </Link>
              </>
            )}
            {pending > 0 && <span className="text-ink-3"> · catching up with {plural(pending, "changed token")}</span>}
          </span>
        )}
        <span className="ml-auto">
          <ListTools ordered={ordered} />
        </span>
      </div>
      {list.isError && rows.length === 0 && <ListProblem error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <RowsSkeleton label="Reading tokens" />}
      {list.data && rows.length === 0 && <NothingHere filtered={filters !== ""} />}
      {rows.length > 0 && (
        <>
          <DataTable
            label="Tokens"
            rows={rows}
            columns={shown}
            rowId={(row) => row.id}
            rowName={(row) => row.name}
            rowHref={(row) => `/inventory/${row.id}${address ? `?${address}` : ""}`}
            selection={mayBulk ? { selected: picking.selected, onChange: picking.onChange } : undefined}
            resizing={resizing}
            total={total}
          />
          <MoreRows list={list} />
        </>
      )}
      {asked && (
        <BulkDialog
          verb={asked}
          filters={filters}
          chosen={picking.chosen}
          onClose={() => setAsked(null)}
          onDone={() => {
            picking.clear();
            for (const key of ["inventory", "inventory-facets"]) void client.invalidateQueries({ queryKey: [key] });
          }}
        />
      )}
    </>
  );
}

function NothingHere({ filtered }: { filtered: boolean }) {
  if (filtered)
    return (
      <EmptyState title="No token fits these filters" action={<LinkButton href="/inventory">Clear filters</LinkButton>}>
        Take one filter away, or search for less of the name. What a connection can’t list never shows here: its page says so.
      </EmptyState>
    );
  return (
    <EmptyState
      title="No token is known yet"
      action={
        <LinkButton href="/connections" variant="primary">
          See the connections
        </LinkButton>
      }
    >
      Tokens appear here once a connection has been read. A connection needs its address and a credential that may list tokens.
    </EmptyState>
  );
}
