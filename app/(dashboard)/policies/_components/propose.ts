import { notify } from "@/components/ui/toast";
import type { Failure } from "@/lib/core/result";
import type { ProposeStatementInput } from "@/lib/trust/propose-statement";
import { proposeAction } from "../actions";

/** Proposes one statement, and says what happens then; what is wrong with it otherwise. */
export async function propose(input: ProposeStatementInput): Promise<Failure | null> {
  const result = await proposeAction(input);
  if (!result.ok) return result.error;
  notify("success", "Proposed. It takes effect once administrators have signed it.");
  return null;
}
