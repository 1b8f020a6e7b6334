"use client";

import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { PageHeader } from "@/components/ui/page-header";
import { formatCount } from "@/lib/core/format";
import type { FirstPage } from "../../_components/list-address";
import { ListProblem } from "../../_components/list-problem";
import { MoreRows } from "../../_components/more-rows";
import { RowsSkeleton } from "../../_components/rows-skeleton";
import { useFirstRowKey } from "../../_components/use-first-row-key";
import { useShownColumns } from "../../_components/use-shown-columns";
import { ViewsButton } from "../../_components/views/views-button";
import { columns } from "./columns";
import { itemsOf } from "./residue-item";
import { type ResiduePage, viewNames } from "./residue-page";
import { NobodyLeft, ResidueFilters, ResidueTitle } from "./residue-words";
import { useResidue } from "./use-residue";

// Loaded once somebody asks for a revocation.
const RequestDialog = dynamic(() => import("../../_components/request-dialog").then((file) => file.RequestDialog), { loading: () => null });

/** Who left and what of theirs still works, live. */
export function Residue({
  mayRequest,
  connections,
  coverage,
  first,
  notice,
}: {
  mayRequest: boolean;
  connections: { id: string; name: string }[];
  coverage: React.ReactNode;
  first: FirstPage<ResiduePage> | null;
  /** a sentence of the page's own, above the list */
  notice: React.ReactNode;
}) {
  const { list, use, address, filtered } = useResidue(first);
  const client = useQueryClient();
  const router = useRouter();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const shown = useShownColumns(columns);
  useFirstRowKey();
  const items = itemsOf(list.data?.pages.flatMap((page) => page.people) ?? []);
  const totals = list.data?.pages[0]?.totals ?? null;
  const alive = totals ? totals.tokens + totals.accounts : null;
  useEffect(() => {
    if (alive !== null) announce(`${formatCount(alive)} still alive`);
  }, [alive]);
  const refusals = new Map(items.map((item) => [item.id, item.refusal]));
  const chosen = [...selected].filter((id) => !refusals.get(id));

  return (
    <>
      <PageHeader title={<ResidueTitle totals={totals} filtered={filtered} />} actions={<ViewsButton list="residue" names={viewNames} />}>
        {totals && totals.people > 0 && (
          <>
            {formatCount(totals.people)} {totals.people === 1 ? "person" : "people"} who left or {totals.people === 1 ? "is" : "are"} suspended still{" "}
            {totals.people === 1 ? "has" : "have"} something alive.{" "}
          </>
        )}
        {coverage}
      </PageHeader>
      {notice}
      <ResidueFilters connections={connections} use={use} onClear={filtered ? () => router.replace("/residue", { scroll: false }) : undefined} />
      {selected.size > 0 && (
        <div className="mb-2 flex min-h-8 flex-wrap items-center gap-2 text-[13px] text-ink-2">
          <span>{formatCount(chosen.length)} selected</span>
          <Button size="sm" variant="quiet" onClick={() => setSelected(new Set())}>
            Clear
          </Button>
          {mayRequest && (
            <Button size="sm" variant="primary" onClick={() => setAsking(true)}>
              Request revocation
            </Button>
          )}
        </div>
      )}
      {list.isError && items.length === 0 && <ListProblem error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <RowsSkeleton label="Reading who left" />}
      {list.data && items.length === 0 && <NobodyLeft filtered={filtered} />}
      {items.length > 0 && (
        <>
          <DataTable
            label="What outlives its person"
            rows={items}
            columns={shown}
            rowId={(item) => item.id}
            rowName={(item) => `${item.name} of ${item.person.name}`}
            // The panel's address carries the list's, so that the list under it stays as it is.
            rowHref={(item) => (item.kind === "token" && address ? `${item.href}?${address}` : item.href)}
            selection={mayRequest ? { selected, onChange: setSelected, refuse: (id) => refusals.get(id) ?? null } : undefined}
          />
          <MoreRows list={list} />
        </>
      )}
      {asking && (
        <RequestDialog
          tokens={chosen}
          onClose={() => setAsking(false)}
          onFiled={() => {
            setSelected(new Set());
            void client.invalidateQueries();
          }}
        />
      )}
    </>
  );
}
