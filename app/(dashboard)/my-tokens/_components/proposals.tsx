"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/states";
import { notify } from "@/components/ui/toast";
import { plural } from "@/lib/core/format";
import type { Failure, Result } from "@/lib/core/result";
import type { Proposal } from "@/lib/ownership/list-proposals";
import type { Outcome } from "@/lib/ownership/schemas";
import { LeftOut } from "../../_components/left-out";
import { ListProblem } from "../../_components/list-problem";
import { RowsSkeleton } from "../../_components/rows-skeleton";
import { focusRow, useActionKeys, useFocusedRow } from "../../_components/use-action-keys";
import { useLeaving } from "../../_components/use-leaving";
import { useShownColumns } from "../../_components/use-shown-columns";
import { acceptSuggestionsAction, rejectSuggestionsAction } from "../../ownership/actions";
import { answerOffersAction } from "../actions";
import { AnswerBar } from "./answer-bar";
import { proposalColumns } from "./my-columns";
import { ReasonDialog } from "./other-dialogs";
import type { useProposals } from "./use-mine";

/** What is proposed to whoever looks: taken or declined, one by one or together. What is taken is theirs, and waits for their answer next. */
export function Proposals({ list }: { list: ReturnType<typeof useProposals> }) {
  const client = useQueryClient();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { stays, leave } = useLeaving();
  const [leftOut, setLeftOut] = useState<Outcome["leftOut"]>([]);
  const [declining, setDeclining] = useState<{ rows: Proposal[]; place: number } | null>(null);
  const rows = (list.data?.proposals ?? []).filter(({ row }) => stays(row));
  const focused = Math.max(0, Math.min(useFocusedRow(), rows.length - 1));
  const shown = useShownColumns(proposalColumns);
  const chosen = rows.filter(({ row }) => selected.has(row.token));
  /** What is ticked, or the row at that place. A key means the row that has the focus as it is pressed: rows move, and not every focus is heard. */
  const meantAt = (place: number) => (chosen.length > 0 ? chosen : rows.slice(place, place + 1));
  const meant = meantAt(focused);

  async function decide(some: readonly Proposal[], answer: "accept" | "decline", reason = ""): Promise<Failure | null> {
    const offers = some.flatMap(({ offer }) => offer?.id ?? []);
    const items = some.filter(({ offer }) => !offer).map(({ row: { token, version } }) => ({ token, version }));
    const calls: Promise<Result<Outcome>>[] = [];
    if (offers.length > 0) calls.push(answerOffersAction({ offers, answer, reason: reason || undefined }));
    if (items.length > 0) calls.push(answer === "accept" ? acceptSuggestionsAction({ items }) : rejectSuggestionsAction({ items, reason }));
    const results = await Promise.all(calls);
    const done = new Set(results.flatMap((result) => (result.ok ? result.data.done : [])));
    setLeftOut(results.flatMap((result) => (result.ok ? result.data.leftOut : [])));
    leave(some.map(({ row }) => row).filter(({ token }) => done.has(token)));
    setSelected(new Set());
    if (done.size > 0) notify("success", answer === "accept" ? `${plural(done.size, "token")} yours now.` : `${plural(done.size, "token")} declined.`);
    void client.invalidateQueries();
    const failed = results.find((result) => !result.ok);
    if (failed && !failed.ok && answer === "accept") notify("error", failed.error.message);
    return failed && !failed.ok ? failed.error : null;
  }
  async function accept(place: number | null) {
    const some = meantAt(place ?? focused);
    if (some.length === 0) return;
    await decide(some, "accept");
    focusRow(place ?? focused);
  }
  const decline = (place: number | null) => {
    const some = meantAt(place ?? focused);
    if (some.length > 0) setDeclining({ rows: some, place: place ?? focused });
  };
  useActionKeys({ a: (place) => void accept(place), r: decline });

  if (list.isError) return <ListProblem error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <RowsSkeleton label="Reading what is proposed to you" />;
  return (
    <>
      {rows.length === 0 ? (
        <div className="mt-4">
          <EmptyState title="Nothing is proposed to you">
            What somebody offers you, what a leaver leaves to you, and what evidence says could be yours stands here.
          </EmptyState>
        </div>
      ) : (
        <AnswerBar
          about={chosen.length > 0 ? `The same answer for ${plural(chosen.length, "token")}` : (meant[0]?.row.name ?? "")}
          choices={[
            { key: "a", label: "Take it", primary: true, onChoose: () => void accept(null) },
            { key: "r", label: "Decline", onChoose: () => decline(null) },
          ]}
        />
      )}
      <LeftOut what={leftOut} onClose={() => setLeftOut([])} />
      {rows.length > 0 && (
        <DataTable
          label="Tokens proposed to you"
          rows={rows}
          columns={shown}
          rowId={({ row }) => row.token}
          rowName={({ row }) => row.name}
          rowHref={({ row }) => `/inventory/${row.token}?view=proposed`}
          total={rows.length}
          selection={{ selected, onChange: setSelected }}
        />
      )}
      {declining && (
        <ReasonDialog
          what="decline"
          rows={declining.rows.map(({ row }) => row)}
          onClose={() => {
            focusRow(declining.place);
            setDeclining(null);
          }}
          onAnswer={({ reason }) => decide(declining.rows, "decline", reason)}
        />
      )}
    </>
  );
}
