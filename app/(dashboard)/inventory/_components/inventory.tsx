"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { useCallback, useEffect, useState } from "react";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { KeysetLoader } from "@/components/ui/keyset-loader";
import { LinkButton } from "@/components/ui/link-button";
import { SearchBox } from "@/components/ui/search-box";
import { EmptyState } from "@/components/ui/states";
import { formatCount, plural } from "@/lib/core/format";
import type { TokenList } from "@/lib/tokens/queries";
import { FilterRow } from "../../_components/filter-row";
import type { FirstPage } from "../../_components/list-address";
import { ListProblem } from "../../_components/list-problem";
import { RequestDialog } from "../../_components/request-dialog";
import { RowsSkeleton } from "../../_components/rows-skeleton";
import { useFirstRowKey } from "../../_components/use-first-row-key";
import { useShownColumns } from "../../_components/use-shown-columns";
import { columns } from "./columns";
import { InventoryFilters } from "./inventory-filters";
import { ListTools } from "./list-tools";
import { useInventoryFacets, useInventoryQuery, useInventoryRows } from "./use-inventory";

/** The inventory below its heading: filters, selection, rows. */
export function Inventory({ mayRequest, first }: { mayRequest: boolean; first: FirstPage<TokenList> | null }) {
  const { filters, ordered } = useInventoryQuery();
  const filtered = filters !== "";
  const list = useInventoryRows(ordered, first);
  const facets = useInventoryFacets(filters);
  const shown = useShownColumns(columns);
  const address = useSearchParams().toString();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const clear = () => setSelected(new Set());
  const client = useQueryClient();
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const total = facets.data?.total;
  const count = total === undefined ? "" : plural(total, "token");
  useEffect(() => {
    if (count) announce(count);
  }, [count]);
  const { fetchNextPage } = list;
  const more = useCallback(async () => void (await fetchNextPage()), [fetchNextPage]);
  useFirstRowKey();

  return (
    <>
      <FilterRow
        onClear={filtered ? () => router.replace("/inventory", { scroll: false }) : undefined}
        search={<SearchBox label="Search tokens" placeholder="Name, hint or id" />}
      >
        <InventoryFilters facets={facets.data?.facets} />
      </FilterRow>
      <div className="mb-2 flex min-h-8 flex-wrap items-center gap-2 text-[13px] text-ink-2">
        <span aria-busy={list.isPlaceholderData}>{selected.size > 0 ? `${formatCount(selected.size)} selected` : count}</span>
        {selected.size > 0 && (
          <>
            <Button size="sm" variant="quiet" onClick={clear}>
              Clear
            </Button>
            {mayRequest && (
              <Button size="sm" variant="primary" onClick={() => setAsking(true)}>
                Request revocation
              </Button>
            )}
          </>
        )}
        <span className="ml-auto">
          <ListTools ordered={ordered} />
        </span>
      </div>
      {list.isError && rows.length === 0 && <ListProblem error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <RowsSkeleton label="Reading tokens" />}
      {list.data && rows.length === 0 && <NothingHere filtered={filtered} />}
      {rows.length > 0 && (
        <>
          <DataTable
            label="Tokens"
            rows={rows}
            columns={shown}
            rowId={(row) => row.id}
            rowName={(row) => row.name}
            rowHref={(row) => `/inventory/${row.id}${address ? `?${address}` : ""}`}
            selection={{ selected, onChange: setSelected }}
            total={total ?? null}
          />
          <KeysetLoader
            keyset={{ hasMore: list.hasNextPage, loading: list.isFetchingNextPage, error: list.isFetchNextPageError ? list.error.message : null, more }}
          />
        </>
      )}
      {asking && (
        <RequestDialog
          tokens={[...selected]}
          onClose={() => setAsking(false)}
          onFiled={() => {
            clear();
            void client.invalidateQueries();
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
          Add a connection
        </LinkButton>
      }
    >
      Tokens appear here once a connection has been read. A connection needs its address and a credential that may list tokens.
    </EmptyState>
  );
}
