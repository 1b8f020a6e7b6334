"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { TokenPage } from "@/lib/tokens/token-page";
import type { TokenRow } from "@/lib/tokens/token-row";
import { RequestDialog } from "../../_components/request-dialog";
import { OwnerDialog } from "./owner-dialog";

/** What one may do about a token: say who owns it, ask for its revocation. */
export function TokenActions({ row, may, owner }: { row: TokenRow; may: TokenPage["may"]; owner: TokenPage["owner"] }) {
  const [open, setOpen] = useState<"owner" | "request" | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      {may.own && <Button onClick={() => setOpen("owner")}>{row.owner?.state === "confirmed" ? "Change owner" : "Confirm owner"}</Button>}
      {may.file && (
        <Button variant="primary" onClick={() => setOpen("request")}>
          Request revocation
        </Button>
      )}
      {open === "owner" && <OwnerDialog row={row} owner={owner} onClose={close} />}
      {open === "request" && <RequestDialog tokens={[row.id]} onClose={close} />}
    </>
  );
}
