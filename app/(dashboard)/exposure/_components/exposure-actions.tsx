"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import type { ExposurePage } from "@/lib/exposure/exposure-page";
import { ticketText } from "@/lib/exposure/ticket-text";
import { useActionKeys } from "../../_components/use-action-keys";
import { mayTriage, type TriageTo, useTriage } from "./use-triage";

const FalsePositiveDialog = dynamic(() => import("./false-positive-dialog").then((file) => file.FalsePositiveDialog), { loading: () => null });
const RequestDialog = dynamic(() => import("../../_components/request-dialog").then((file) => file.RequestDialog), { loading: () => null });

const verbs: readonly { to: TriageTo; words: string; key: string }[] = [
  { to: "in_review", words: "Take into review", key: "v" },
  { to: "remediating", words: "Being remedied", key: "w" },
  { to: "open", words: "Open again", key: "o" },
  { to: "closed_false_positive", words: "False positive", key: "f" },
];

/** What one may do about an exposure: say where it stands, ask for its token's revocation, take its text to a ticket. */
export function ExposureActions({ page, origin }: { page: ExposurePage; origin: string }) {
  const { row, token, refusal, may } = page;
  const { busy, move, suppress, undoable, undo } = useTriage();
  const [open, setOpen] = useState<"wrong" | "request" | null>(null);
  const offered = may.triage ? verbs.filter(({ to }) => mayTriage(row, to)) : [];
  const act = (to: TriageTo) => (to === "closed_false_positive" ? setOpen("wrong") : void move(row, to));
  useActionKeys({
    ...Object.fromEntries(offered.map(({ to, key }) => [key, () => !busy && act(to)])),
    z: () => void undo(),
  });
  async function copy() {
    try {
      await navigator.clipboard.writeText(ticketText(page, `${origin}/exposure/${row.id}`));
      notify("success", "The ticket’s text is copied. The secret is not in it.");
    } catch {
      announce("The browser did not allow copying.");
      notify("error", "The browser did not allow copying.");
    }
  }
  return (
    <>
      {undoable && (
        <Button busy={busy} onClick={() => void undo()} aria-keyshortcuts="z">
          Undo: {undoable.words}
        </Button>
      )}
      {offered.map(({ to, words, key }) => (
        <Button key={to} busy={busy} onClick={() => act(to)} aria-keyshortcuts={key}>
          {words}
        </Button>
      ))}
      <Button onClick={() => void copy()}>Copy a ticket text</Button>
      {token && !refusal && (
        <Button variant="primary" onClick={() => setOpen("request")}>
          Request revocation
        </Button>
      )}
      {open === "wrong" && <FalsePositiveDialog row={row} onClose={() => setOpen(null)} onDecide={(said) => suppress(row, said)} />}
      {open === "request" && token && <RequestDialog tokens={[token.id]} onClose={() => setOpen(null)} />}
    </>
  );
}
