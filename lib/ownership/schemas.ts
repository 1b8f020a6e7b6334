import { z } from "zod";
import { gaps } from "./gap-names";

/** So many tokens are decided on at once: what one person can have looked at. */
export const mostTogether = 500;

const purpose = z.string().trim().max(500);
export const reason = z.string().trim().min(1, "Say why, in a sentence: whoever looks next reads it.").max(500, "At most 500 characters.");

export const ConfirmOwnerInput = z.object({
  token: z.uuid(),
  person: z.uuid(),
  backup: z.uuid().nullish(),
  /** one sentence of business reason */
  purpose: purpose.nullish(),
});
export const ClearOwnerInput = z.object({ token: z.uuid() });

const none = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === "" ? undefined : value), schema.optional());
export const GapFilters = z.object({
  gap: none(z.enum(gaps)),
  /** part of a token's name or of the name of whoever is suggested or owns it */
  q: z.string().trim().max(200).optional(),
  connection: none(z.uuid()),
  /** suggested with at least this confidence */
  sure: none(z.coerce.number().int().min(0).max(100)),
});
export type GapFilters = z.infer<typeof GapFilters>;
export const GapListInput = GapFilters.extend({ cursor: z.string().max(2000).optional(), limit: z.coerce.number().int().min(1).max(200).default(60) });
export type GapListInput = z.infer<typeof GapListInput>;

/** A token as it was reviewed: `version` is what its row carried. What changed since is left out of a decision. */
export const Reviewed = z.object({ token: z.uuid(), version: z.string().regex(/^[0-9a-f]{32}$/) });
export type Reviewed = z.infer<typeof Reviewed>;
export const reviewed = <T extends z.ZodType<Reviewed>>(item: T) =>
  z
    .array(item)
    .min(1, "Choose at least one token.")
    .max(mostTogether, `At most ${mostTogether} tokens at once.`)
    .refine((items) => new Set(items.map(({ token }) => token)).size === items.length, "A token is named twice.");

export const AcceptSuggestionsInput = z.object({ items: reviewed(Reviewed) });
export const RejectSuggestionsInput = z.object({ items: reviewed(Reviewed), reason });
export const CorrectOwnersInput = z.object({ items: reviewed(Reviewed), person: z.uuid(), reason: reason.optional() });
export const FillGapsInput = z.discriminatedUnion("gap", [
  z.object({ gap: z.literal("no_backup"), items: reviewed(Reviewed), backup: z.uuid() }),
  z.object({ gap: z.literal("no_workload"), items: reviewed(Reviewed), workload: z.uuid() }),
  z.object({
    gap: z.literal("no_purpose"),
    items: reviewed(Reviewed),
    purpose: z.string().trim().min(1, "Say in a sentence what they are for.").max(500, "At most 500 characters."),
  }),
]);
export type FillGapsInput = z.infer<typeof FillGapsInput>;
export const UndoDecisionInput = z.object({ suggestions: z.array(z.uuid()).min(1).max(mostTogether) });

export const AnswerOffersInput = z.object({
  offers: z.array(z.uuid()).min(1).max(mostTogether),
  answer: z.enum(["accept", "decline"]),
  reason: reason.optional(),
});
export const WithdrawOffersInput = z.object({ offers: z.array(z.uuid()).min(1).max(mostTogether), reason: reason.optional() });

/** What came of a decision about several: those it holds for, and those that were left out, each with its reason. */
export interface Outcome {
  done: string[];
  leftOut: { token: string; name: string; because: string }[];
}
