"use client";

import { useSearchParams } from "next/navigation";
import { DataTable } from "@/components/ui/data-table";
import { LinkButton } from "@/components/ui/link-button";
import { EmptyState } from "@/components/ui/states";
import { Tabs } from "@/components/ui/tabs";
import type { RequestRow } from "@/lib/requests/list-requests";
import type { RequestView } from "@/lib/requests/schemas";
import type { FirstPage } from "../../_components/list-address";
import { ListProblem } from "../../_components/list-problem";
import { MoreRows } from "../../_components/more-rows";
import { RowsSkeleton } from "../../_components/rows-skeleton";
import { useFirstRowKey } from "../../_components/use-first-row-key";
import { useListPages } from "../../_components/use-list-pages";
import { useShownColumns } from "../../_components/use-shown-columns";
import { columns, namesOf } from "./columns";

/** One page as its route sends it; the first one carries the counts. */
export interface RequestListPage {
  rows: RequestRow[];
  next: string | null;
  counts: Record<RequestView, number> | null;
}

const titles: Record<RequestView, string> = { open: "Waits for people", mine: "Waits for you", machine: "Machine at it", ended: "Ended", all: "All" };
const empty: Record<RequestView, string> = {
  open: "No request waits for a signature.",
  mine: "Nothing waits for your signature.",
  machine: "The machine has nothing to do.",
  ended: "No request has ended yet.",
  all: "Nobody has asked for a revocation yet",
};
const refreshMilliseconds = 3_000;

/** Requests by where they stand, newest first, live. */
export function RequestList({ first }: { first: FirstPage<RequestListPage> }) {
  const params = useSearchParams();
  const asked = params.get("view");
  const view: RequestView = asked && asked in titles ? (asked as RequestView) : "all";
  const shown = useShownColumns(columns);
  useFirstRowKey();
  const list = useListPages<RequestListPage>({
    queryKey: ["requests", view],
    path: `/api/requests?view=${view}`,
    first: { of: first, address: view },
    refetchMilliseconds: refreshMilliseconds,
  });
  const counts = list.data?.pages[0]?.counts;
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const tabs = (["all", "open", "mine", "machine", "ended"] as const).map((name) => ({ label: titles[name], href: hrefOf(name), count: counts?.[name] }));

  return (
    <>
      <div className="mt-4 mb-3">
        <Tabs label="Views of requests" tabs={tabs} current={hrefOf(view)} />
      </div>
      {list.isError && rows.length === 0 && <ListProblem error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <RowsSkeleton label="Reading requests" rows={6} />}
      {list.data && rows.length === 0 && (
        <EmptyState
          title={empty[view]}
          action={
            view === "all" ? <LinkButton href="/residue">See what outlives its person</LinkButton> : <LinkButton href="/requests">All requests</LinkButton>
          }
        >
          {view === "all"
            ? "Choose tokens on Residue or in the Inventory, and request their revocation there. You see what it would touch before anything is filed."
            : null}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <>
          <DataTable
            label="Requests"
            rows={rows}
            columns={shown}
            rowId={(row) => row.id}
            rowName={(row) => `R-${row.number} ${namesOf(row)}`}
            rowHref={(row) => `/requests/${row.number}`}
          />
          <MoreRows list={list} />
        </>
      )}
    </>
  );
}

const hrefOf = (view: RequestView): string => (view === "all" ? "/requests" : `/requests?view=${view}`);
