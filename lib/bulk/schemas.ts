import { z } from "zod";
import { FileRequestInput } from "../requests/schemas";
import { type Left, RecheckSelectionInput } from "../tokens/recheck-selection";

/** A reviewed set: its id, and the digest that was shown with it. */
export const Reviewed = RecheckSelectionInput;
export type Reviewed = z.infer<typeof Reviewed>;

export const AssignOwnersInput = Reviewed.extend({ person: z.uuid(), backup: z.uuid().nullish() }).refine(({ person, backup }) => backup !== person, {
  path: ["backup"],
  message: "The backup must be someone else than the owner.",
});
export const LinkSelectionInput = Reviewed.extend({ workload: z.uuid() });
export const SetPurposesInput = Reviewed.extend({
  purpose: z.string().trim().min(1, "Say in a sentence what they are for.").max(500, "At most 500 characters."),
});
export const FileReviewedInput = Reviewed.extend({
  /** those of the set that this request is for: of one connection, as they were previewed */
  tokens: z.array(z.uuid()).min(1).max(500, "At most 500 tokens fit in one request."),
  reason: FileRequestInput.shape.reason,
  effect: FileRequestInput.shape.effect,
  acknowledgement: z.string().max(1000),
});

/** What became of a reviewed set. */
export interface BulkOutcome {
  done: number;
  left: Left[];
}
