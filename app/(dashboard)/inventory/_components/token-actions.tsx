"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { TokenState } from "@/lib/domain/token-states";
import type { TokenPage } from "@/lib/tokens/token-page";

// What is asked in a dialog is loaded once it is asked.
const OwnerDialog = dynamic(() => import("./owner-dialog").then((file) => file.OwnerDialog), { loading: () => null });
const WorkloadDialog = dynamic(() => import("./workload-dialog").then((file) => file.WorkloadDialog), { loading: () => null });
const RequestDialog = dynamic(() => import("../../_components/request-dialog").then((file) => file.RequestDialog), { loading: () => null });

/** States in which a revocation can be asked for. What else stands in the way, the preview says in a sentence. */
const askable: readonly TokenState[] = ["active", "disabled", "expired", "missing"];

/** What one may do about a token: say who owns it and what uses it, ask for its revocation. A sighting is left to the row that speaks for it. */
export function TokenActions({ token }: { token: Pick<TokenPage, "row" | "may" | "owner" | "mergedInto"> }) {
  const { row, may, owner, mergedInto } = token;
  const [open, setOpen] = useState<"owner" | "workload" | "request" | null>(null);
  const close = () => setOpen(null);
  if (mergedInto) return null;
  return (
    <>
      {may.own && <Button onClick={() => setOpen("owner")}>{row.owner?.state === "confirmed" ? "Change owner" : "Confirm owner"}</Button>}
      {may.link && <Button onClick={() => setOpen("workload")}>Link workload</Button>}
      {may.file && askable.includes(row.state) && !row.imported && (
        <Button variant="primary" onClick={() => setOpen("request")}>
          Request revocation
        </Button>
      )}
      {open === "owner" && <OwnerDialog row={row} owner={owner} onClose={close} />}
      {open === "workload" && <WorkloadDialog token={{ id: row.id, name: row.name }} onClose={close} />}
      {open === "request" && <RequestDialog tokens={[row.id]} onClose={close} />}
    </>
  );
}
