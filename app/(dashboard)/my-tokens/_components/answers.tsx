"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/states";
import { notify } from "@/components/ui/toast";
import type { MyRow } from "@/lib/attestations/my-row";
import type { AttestationAnswer } from "@/lib/attestations/schemas";
import { plural } from "@/lib/core/format";
import type { Failure } from "@/lib/core/result";
import { LeftOut } from "../../_components/left-out";
import { ListProblem } from "../../_components/list-problem";
import { MoreRows } from "../../_components/more-rows";
import { RowsSkeleton } from "../../_components/rows-skeleton";
import { focusRow, useActionKeys, useFocusedRow } from "../../_components/use-action-keys";
import { useShownColumns } from "../../_components/use-shown-columns";
import { withdrawOffersAction } from "../actions";
import { AnswerBar } from "./answer-bar";
import { ByHand } from "./by-hand";
import { MineDialog } from "./mine-dialog";
import { myColumns } from "./my-columns";
import { NoLongerNeededDialog, ReasonDialog, TransferDialog } from "./other-dialogs";
import { useAnswers } from "./use-answers";
import type { useMine } from "./use-mine";

export interface AnswersProps {
  list: ReturnType<typeof useMine>;
  view: "due" | "owned";
  mayRequest: boolean;
  total: number | null;
}

/** What one answers for, to be answered row by row or together; after each answer the focus is on the next row. */
export function Answers({ list, view, mayRequest, total }: AnswersProps) {
  const said = useAnswers();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<{ what: AttestationAnswer; rows: MyRow[]; place: number } | null>(null);
  const rows = (list.data?.pages.flatMap((page) => page.rows) ?? []).filter((row) => view === "owned" || said.stays(row));
  const focused = Math.max(0, Math.min(useFocusedRow(), rows.length - 1));
  const shown = useShownColumns(myColumns);
  const chosen = rows.filter(({ token }) => selected.has(token));
  /** What is ticked, or the row at that place. A key means the row that has the focus as it is pressed: rows move, and not every focus is heard. */
  const meantAt = (place: number) => (chosen.length > 0 ? chosen : rows.slice(place, place + 1));
  const meant = meantAt(focused);
  const ask = (what: AttestationAnswer) => (place: number | null) => {
    const some = meantAt(place ?? focused);
    if (some.length > 0) setAsking({ what, rows: some, place: place ?? focused });
  };
  useActionKeys({ m: ask("mine"), t: ask("transfer"), n: ask("not_mine"), d: ask("no_longer_needed") });
  const close = () => {
    focusRow(asking?.place ?? focused);
    setAsking(null);
  };
  const settled = (failure: Failure | null) => {
    if (!failure) setSelected(new Set());
    return failure;
  };
  const offered = meant.flatMap((row) => row.offered ?? []);
  async function withdraw() {
    const result = await withdrawOffersAction({ offers: offered.map(({ id }) => id) });
    notify(result.ok ? "success" : "error", result.ok ? "Taken back. It stays yours." : result.error.message);
    void list.refetch();
  }

  if (list.isError && rows.length === 0) return <ListProblem error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <RowsSkeleton label="Reading your tokens" />;
  if (rows.length === 0 && !list.isFetching) return <Nothing view={view} answered={said.answered} />;
  const dialog = asking && { rows: asking.rows, onClose: close };
  return (
    <>
      <AnswerBar
        about={chosen.length > 0 ? `The same answer for ${plural(chosen.length, "token")}` : `${meant[0]?.name ?? ""}`}
        choices={[
          { key: "m", label: "Mine", primary: true, onChoose: () => ask("mine")(null) },
          { key: "t", label: "Transfer", onChoose: () => ask("transfer")(null) },
          { key: "n", label: "Not mine", onChoose: () => ask("not_mine")(null) },
          { key: "d", label: "No longer needed", onChoose: () => ask("no_longer_needed")(null) },
        ]}
      >
        {chosen.length > 0 && (
          <Button size="sm" variant="quiet" onClick={() => setSelected(new Set())}>
            Clear
          </Button>
        )}
        {offered.length > 0 && (
          <Button size="sm" onClick={() => void withdraw()}>
            Take the offer back
          </Button>
        )}
      </AnswerBar>
      <LeftOut what={said.leftOut} onClose={said.clear} />
      <ByHand what={said.byHand} onClose={said.clear} />
      <DataTable
        label={view === "due" ? "Tokens that wait for your answer" : "Tokens you answer for"}
        rows={rows}
        columns={shown}
        rowId={(row) => row.token}
        rowName={(row) => row.name}
        rowHref={(row) => `/inventory/${row.token}${view === "due" ? "" : `?view=${view}`}`}
        total={total}
        selection={{ selected, onChange: setSelected }}
      />
      <MoreRows list={list} />
      {dialog && asking.what === "mine" && <MineDialog {...dialog} onAnswer={(answer) => said.answer(asking.rows, answer).then(settled)} />}
      {dialog && asking.what === "transfer" && (
        <TransferDialog {...dialog} onAnswer={(answer) => said.answer(asking.rows, { answer: "transfer", ...answer }).then(settled)} />
      )}
      {dialog && asking.what === "not_mine" && (
        <ReasonDialog {...dialog} what="not_mine" onAnswer={(answer) => said.answer(asking.rows, { answer: "not_mine", ...answer }).then(settled)} />
      )}
      {dialog && asking.what === "no_longer_needed" && (
        <NoLongerNeededDialog
          {...dialog}
          mayRequest={mayRequest}
          onAnswer={(answer) => said.answer(asking.rows, { answer: "no_longer_needed", ...answer }).then(settled)}
        />
      )}
    </>
  );
}

function Nothing({ view, answered }: { view: "due" | "owned"; answered: number }) {
  if (view === "owned")
    return (
      <div className="mt-4">
        <EmptyState title="You own no token">
          Once somebody confirms you as the owner of one, or you take one that is proposed to you, it stands here.
        </EmptyState>
      </div>
    );
  return (
    <div className="mt-4">
      <EmptyState title={answered > 0 ? `Done: ${plural(answered, "token")} answered` : "No answer is due"}>
        Your tokens come back here two weeks before their next answer is due.
      </EmptyState>
    </div>
  );
}
