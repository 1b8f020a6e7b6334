"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { TokenState } from "@/lib/domain/tokens";
import type { TokenPage } from "@/lib/tokens/token-page";
import type { TokenRow } from "@/lib/tokens/token-row";
import { RequestDialog } from "../../_components/request-dialog";
import { OwnerDialog } from "./owner-dialog";

/** States in which a revocation can be asked for. What else stands in the way, the preview says in a sentence. */
const askable: readonly TokenState[] = ["active", "disabled", "expired", "missing"];

/** What one may do about a token: say who owns it, ask for its revocation. */
export function TokenActions({ row, may, owner }: { row: TokenRow; may: TokenPage["may"]; owner: TokenPage["owner"] }) {
  const [open, setOpen] = useState<"owner" | "request" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      {may.own && <Button onClick={() => setOpen("owner")}>{row.owner?.state === "confirmed" ? "Change owner" : "Confirm owner"}</Button>}
      {may.file && askable.includes(row.state) && !row.imported && (
        <Button variant="primary" onClick={() => setOpen("request")}>
          Request revocation
        </Button>
      )}
      {open === "owner" && <OwnerDialog row={row} owner={owner} onClose={close} />}
      {open === "request" && <RequestDialog tokens={[row.id]} onClose={close} />}
    </>
  );
}
