import { z } from "zod";
import { type Left, RecheckSelectionInput } from "../../tokens/recheck-selection";
import { AssignExposureInput, SetDueInput } from "../duties/schemas";
import { SuppressInput } from "../suppressions/schemas";
import { TriageExposureInput } from "../triage-exposure";

/** What can be done to a reviewed set. */
export const BulkAct = z.discriminatedUnion("what", [
  z.object({ what: z.literal("triage"), to: TriageExposureInput.shape.to }),
  z.object({ what: z.literal("assign"), person: AssignExposureInput.shape.person }),
  z.object({ what: z.literal("due"), day: SetDueInput.shape.day }),
  z.object({ what: z.literal("false_positive"), reason: SuppressInput.shape.reason, until: SuppressInput.shape.until }),
]);
export type BulkAct = z.infer<typeof BulkAct>;

export const ActOnExposuresInput = RecheckSelectionInput.extend({ act: BulkAct });
export type ActOnExposuresInput = z.input<typeof ActOnExposuresInput>;

export const UndoBulkInput = RecheckSelectionInput.extend({ what: z.enum(["triage", "false_positive"]) });
export type UndoBulkInput = z.input<typeof UndoBulkInput>;

/** What became of a reviewed set. */
export interface BulkExposures {
  done: number;
  /** false positives that wait for a second person, beside what was done */
  proposed: number;
  left: Left[];
}
