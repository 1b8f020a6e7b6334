"use client";

import { Columns3, Download } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { DataTable } from "@/components/ui/data-table";
import { LazyMenu } from "@/components/ui/lazy-menu";
import { PageHeader } from "@/components/ui/page-header";
import { plural } from "@/lib/core/format";
import type { ExposureRow } from "@/lib/exposure/exposure-row";
import type { ExposureList as Page } from "@/lib/exposure/list-exposures";
import type { FirstPage } from "../../_components/list-address";
import { ListProblem } from "../../_components/list-problem";
import { MoreRows } from "../../_components/more-rows";
import { RowsSkeleton } from "../../_components/rows-skeleton";
import { focusRow, useActionKeys } from "../../_components/use-action-keys";
import { useFirstRowKey } from "../../_components/use-first-row-key";
import { useShownColumns } from "../../_components/use-shown-columns";
import { ViewsButton } from "../../_components/views/views-button";
import { useChosen } from "../../inventory/_components/use-chosen";
import { ChannelTotals } from "./channel-totals";
import { columns } from "./columns";
import { ExposureBulkBar, type ExposureBulkVerb } from "./exposure-bulk-bar";
import { ExposureFilters } from "./exposure-filters";
import { viewNames } from "./exposure-list-state";
import { ExposureTitle, NoExposure } from "./exposure-words";
import { useExposures } from "./use-exposures";
import { mayTriage, type TriageTo, useTriage } from "./use-triage";

const BulkDialog = dynamic(() => import("./exposure-bulk-dialog").then((file) => file.ExposureBulkDialog), { loading: () => null });
const FalsePositiveDialog = dynamic(() => import("./false-positive-dialog").then((file) => file.FalsePositiveDialog), { loading: () => null });
const loadColumns = () => import("../../_components/list-menus").then((file) => file.ColumnItems);
/** What code hosts and other scanners read. */
const sarif = ["sarif"] as const;
const loadExport = () => import("../../_components/list-menus").then((file) => file.ExportItems);

interface ExposureListProps {
  triages: boolean;
  /** whether anything was ever looked through */
  looked: boolean;
  coverage: React.ReactNode;
  tabs: React.ReactNode;
  first: FirstPage<Page> | null;
  /** a sentence of the page's own, above the list */
  notice: React.ReactNode;
}

/** Secrets that were found where they should not be, one row each, to be triaged by hand or by key. */
export function ExposureList({ triages, looked, coverage, tabs, first, notice }: ExposureListProps) {
  const [all, setAll] = useState(false);
  const { list, facets, filters, ordered, filtered } = useExposures(first, all);
  const router = useRouter();
  const query = new URLSearchParams(useSearchParams());
  const { busy, didMany, move, suppress, undoable, undo } = useTriage();
  const [wrong, setWrong] = useState<{ row: ExposureRow; place: number } | null>(null);
  const [asked, setAsked] = useState<ExposureBulkVerb | null>(null);
  const shown = useShownColumns(columns);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const total = facets?.total ?? null;
  useEffect(() => {
    if (total !== null) announce(plural(total, "secret"));
  }, [total]);
  useFirstRowKey();
  const picking = useChosen(
    filters,
    rows.map(({ id }) => id),
    total,
  );

  const to = (status: TriageTo) => (place: number | null) => {
    const row = place === null ? undefined : rows[place];
    if (!triages || busy || place === null || !row || !mayTriage(row, status)) return;
    if (status === "closed_false_positive") return setWrong({ row, place });
    void move(row, status).then(() => focusRow(place));
  };
  useActionKeys({ v: to("in_review"), w: to("remediating"), f: to("closed_false_positive"), o: to("open"), z: () => void undo() });
  const clear = () => router.replace("/exposure", { scroll: false });

  return (
    <>
      <PageHeader
        title={<ExposureTitle facets={facets} filtered={filtered} />}
        actions={
          <>
            {undoable && (
              <Button size="sm" busy={busy} onClick={() => void undo()} aria-keyshortcuts="z">
                Undo: {undoable.to} {undoable.words}
              </Button>
            )}
            <ViewsButton list="exposure" names={viewNames} />
            <span className="max-md:hidden">
              <LazyMenu load={loadColumns} props={{ columns }} trigger={tool(<Columns3 aria-hidden size={14} />, "Columns")} />
            </span>
            <LazyMenu
              load={loadExport}
              props={{ path: "/api/exposures/export", ordered, more: sarif }}
              trigger={tool(<Download aria-hidden size={14} />, "Export")}
            />
          </>
        }
      >
        {coverage}
      </PageHeader>
      {notice}
      <div className="mt-3">{tabs}</div>
      {facets && looked && <ChannelTotals facets={facets} query={query} />}
      <ExposureFilters facets={facets?.facets} all={all} onAll={setAll} onClear={filtered ? clear : undefined} />
      {list.isError && rows.length === 0 && <ListProblem error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <RowsSkeleton label="Reading what is exposed" />}
      {list.data && rows.length === 0 && !list.isFetching && (
        <NoExposure
          filtered={filtered}
          looked={looked}
          hidden={facets?.facets.marked.find(({ value }) => value === "only")?.count ?? 0}
          onClear={<Button onClick={clear}>Clear filters</Button>}
        />
      )}
      {rows.length > 0 && (
        <>
          {triages && picking.count > 0 && <ExposureBulkBar picking={picking} total={total} onAsk={setAsked} />}
          <DataTable
            label="Exposed secrets"
            rows={rows}
            columns={shown}
            rowId={(row) => row.id}
            rowName={(row) => `${row.title} ${row.hint}`}
            rowHref={(row) => `/exposure/${row.id}${query.size > 0 ? `?${query}` : ""}`}
            selection={triages ? { selected: picking.selected, onChange: picking.onChange } : undefined}
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
          onDone={(words, undoing) => {
            picking.clear();
            didMany(words, undoing);
          }}
        />
      )}
      {wrong && (
        <FalsePositiveDialog
          row={wrong.row}
          onClose={() => {
            focusRow(wrong.place);
            setWrong(null);
          }}
          onDecide={(said) => suppress(wrong.row, said)}
        />
      )}
    </>
  );
}

const tool = (icon: React.ReactNode, text: string) => (
  <button type="button" className={buttonStyle("default", "sm")}>
    {icon} {text}
  </button>
);
