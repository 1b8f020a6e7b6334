"use client";

import dynamic from "next/dynamic";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { PageHeader } from "@/components/ui/page-header";
import { plural } from "@/lib/core/format";
import type { Failure } from "@/lib/core/result";
import { gapMeanings } from "@/lib/ownership/gap-names";
import type { GapRow } from "@/lib/ownership/gap-row";
import type { FirstPage } from "../../_components/list-address";
import { ListProblem } from "../../_components/list-problem";
import { MoreRows } from "../../_components/more-rows";
import { RowsSkeleton } from "../../_components/rows-skeleton";
import { focusRow, useActionKeys, useFocusedRow } from "../../_components/use-action-keys";
import { useFirstRowKey } from "../../_components/use-first-row-key";
import { useShownColumns } from "../../_components/use-shown-columns";
import { ViewsButton } from "../../_components/views/views-button";
import { EvidencePane } from "./evidence-pane";
import { fillable } from "./fillable";
import { columnsOf } from "./gap-columns";
import { type GapPage, viewNames } from "./gap-page";
import { GapFilterRow, GapTabs, GapTitle, NoGap } from "./gap-words";
import { paneTakes } from "./pane-takes";
import { useDecisions } from "./use-decisions";
import { useGaps } from "./use-gaps";

const CorrectDialog = dynamic(() => import("./decision-dialogs").then((file) => file.CorrectDialog), { loading: () => null });
const FillDialog = dynamic(() => import("./fill-dialog").then((file) => file.FillDialog), { loading: () => null });
const LeftOut = dynamic(() => import("../../_components/left-out").then((file) => file.LeftOut), { loading: () => null });
const SelectionBar = dynamic(() => import("./selection-bar").then((file) => file.SelectionBar), { loading: () => null });
const RejectDialog = dynamic(() => import("./decision-dialogs").then((file) => file.RejectDialog), { loading: () => null });

interface OwnershipProps {
  me: string;
  /** assigns anyone; otherwise what suggests oneself */
  assignsAnyone: boolean;
  connections: { id: string; name: string }[];
  coverage: React.ReactNode;
  /** which connections the figures may lag behind */
  stale: string | null;
  first: FirstPage<GapPage> | null;
  /** a sentence of the page's own, above the list */
  notice: React.ReactNode;
}

type Asking = { what: "reject" | "correct" | "fill"; rows: GapRow[]; place: number } | null;

/** What is missing between tokens and the people who answer for them, to be decided by hand or by key. */
export function Ownership({ me, assignsAnyone, connections, coverage, stale, first, notice }: OwnershipProps) {
  const { list, counts, notCounted, address, filtered } = useGaps(first);
  const router = useRouter();
  const query = new URLSearchParams(useSearchParams());
  const decisions = useDecisions();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<Asking>(null);
  const gap = list.data?.pages[0]?.gap ?? "suggested_only";
  const rows = (list.data?.pages.flatMap((page) => page.rows) ?? []).filter(decisions.stays);
  const shown = useShownColumns(columnsOf(gap), paneTakes);
  const focused = Math.min(useFocusedRow(), rows.length - 1);
  const current = rows[focused];
  const count = counts?.gaps[gap] ?? null;
  useEffect(() => {
    if (count !== null) announce(plural(count, "token"));
  }, [count]);
  useFirstRowKey();

  const filling = fillable(gap);
  const mayDecide = (row: GapRow) => assignsAnyone || row.suggestions[0]?.person.id === me || (filling && row.owner?.id === me);
  /** What is selected, or the row with the focus. */
  const meant = (place: number | null) =>
    (selected.size > 0 ? rows.filter(({ token }) => selected.has(token)) : place !== null && rows[place] ? [rows[place]] : []).filter(mayDecide);
  const settled = (failure: Failure | null) => {
    if (!failure) setSelected(new Set());
    return failure;
  };
  const close = () => {
    focusRow(asking?.place ?? focused);
    setAsking(null);
  };
  async function accept(place: number | null) {
    const some = meant(place).filter(({ suggestions }) => suggestions.length > 0);
    if (some.length === 0 || decisions.busy) return;
    settled(await decisions.accept(some));
    focusRow(place ?? 0);
  }
  const ask = (what: "reject" | "correct" | "fill") => (place: number | null) => {
    const some = meant(place).filter(({ suggestions }) => what !== "reject" || suggestions.length > 0);
    const offered = what === "fill" ? filling !== null : what === "reject" || assignsAnyone;
    if (some.length > 0 && offered) setAsking({ what, rows: some, place: place ?? focused });
  };
  useActionKeys({ a: (place) => void accept(place), r: ask("reject"), c: ask("correct"), f: ask("fill"), z: () => void decisions.undo() });
  const decide = {
    accept: () => void accept(focused),
    reject: () => ask("reject")(focused),
    correct: assignsAnyone ? () => ask("correct")(focused) : null,
    fill: filling && { words: filling.button, act: () => ask("fill")(focused) },
  };

  return (
    <>
      <PageHeader
        title={<GapTitle counts={counts} failed={notCounted} stale={stale} />}
        actions={
          <>
            {decisions.undoable && (
              <Button size="sm" onClick={() => void decisions.undo()} aria-keyshortcuts="z">
                Undo: {plural(decisions.undoable.suggestions.length, "token")} {decisions.undoable.words}
              </Button>
            )}
            <ViewsButton list="ownership" names={viewNames} />
          </>
        }
      >
        {gapMeanings[gap]} {coverage}
      </PageHeader>
      {notice}
      <div className="mt-3">
        <GapTabs counts={counts} gap={gap} query={query} />
      </div>
      <GapFilterRow connections={connections} onClear={filtered ? () => router.replace(`/ownership?gap=${gap}`, { scroll: false }) : undefined} />
      {decisions.leftOut.length > 0 && <LeftOut what={decisions.leftOut} onClose={decisions.clearLeftOut} />}
      {list.isError && rows.length === 0 && <ListProblem error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <RowsSkeleton label="Reading the gaps" />}
      {list.data && rows.length === 0 && !list.isFetching && <NoGap gap={gap} filtered={filtered} />}
      {rows.length > 0 && (
        <div className="xl:grid xl:grid-cols-[minmax(0,1fr)_320px] xl:gap-4">
          <div className="min-w-0">
            <DataTable
              label="Tokens with this gap"
              rows={rows}
              columns={shown}
              rowId={(row) => row.token}
              rowName={(row) => row.name}
              rowHref={(row) => `/inventory/${row.token}${address ? `?${address}` : ""}`}
              total={count}
              selection={{ selected, onChange: setSelected, refuse: (id) => refusal(rows.find(({ token }) => token === id)) }}
            />
            <MoreRows list={list} />
          </div>
          {current && (
            <EvidencePane
              row={current}
              className="sticky top-28 hidden max-h-[calc(100dvh-128px)] self-start overflow-y-auto xl:block"
              decide={mayDecide(current) ? decide : null}
            />
          )}
        </div>
      )}
      {selected.size > 0 && (
        <SelectionBar chosen={rows.filter(({ token }) => selected.has(token))} busy={decisions.busy} onClear={() => setSelected(new Set())} {...decide} />
      )}
      {asking?.what === "reject" && (
        <RejectDialog rows={asking.rows} onClose={close} onDecide={(reason) => decisions.reject(asking.rows, reason).then(settled)} />
      )}
      {asking?.what === "fill" && filling && (
        <FillDialog gap={filling.gap} rows={asking.rows} onClose={close} onFill={(said, words) => decisions.fill(asking.rows, said, words).then(settled)} />
      )}
      {asking?.what === "correct" && (
        <CorrectDialog rows={asking.rows} onClose={close} onDecide={(person) => decisions.correct(asking.rows, person).then(settled)} />
      )}
    </>
  );

  function refusal(row: GapRow | undefined): string | null {
    return row && !mayDecide(row) ? "only a security manager decides about it" : null;
  }
}
