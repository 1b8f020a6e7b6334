"use client";

import { useState } from "react";
import { notify } from "@/components/ui/toast";
import type { Failure } from "@/lib/core/result";
import type { ProposeStatementInput } from "@/lib/trust/propose-statement";
import { proposeAction } from "../actions";

/** A dialog that proposes one statement: open or not, under way, and what was wrong. What was typed stays. */
export function useProposal() {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  return {
    open,
    busy,
    failure,
    setOpen(next: boolean) {
      setFailure(null);
      setOpen(next);
    },
    async propose(input: ProposeStatementInput) {
      setBusy(true);
      const result = await proposeAction(input);
      setBusy(false);
      if (!result.ok) return setFailure(result.error);
      setOpen(false);
      notify("success", "Proposed. It takes effect once administrators have signed it.");
    },
  };
}
