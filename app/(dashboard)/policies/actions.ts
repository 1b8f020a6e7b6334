"use server";

import { defineAction } from "@/lib/next/define-action";
import { ProposeStatementInput, proposeStatement } from "@/lib/trust/propose-statement";

/** Proposes an approver group, an approval policy or the withdrawal of a key. Without effect until administrators have signed it. */
export const proposeAction = defineAction({
  input: ProposeStatementInput,
  authorize: () => ({ action: "trust.propose" }),
  run: proposeStatement,
  revalidate: ["/policies", "/set-up"],
});
