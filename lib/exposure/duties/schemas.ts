import { z } from "zod";
import { dueBases } from "./due-bases";

export const AssignExposureInput = z.object({ exposureId: z.uuid(), person: z.uuid().nullable() });
export type AssignExposureInput = z.input<typeof AssignExposureInput>;

export const SetDueInput = z.object({
  exposureId: z.uuid(),
  /** the last day for it; null = as the due rules say */
  day: z.iso.date("Give a day.").nullable(),
});
export type SetDueInput = z.input<typeof SetDueInput>;

export const CommentInput = z.object({ exposureId: z.uuid(), body: z.string().trim().min(1, "Say something.").max(5000) });
export type CommentInput = z.input<typeof CommentInput>;

export const SetDueRuleInput = z.object({
  basis: z.enum(dueBases),
  /** null = no day */
  days: z.int().min(0).max(3650).nullable(),
  reason: z.string().trim().min(1, "Say why so many.").max(500),
});
export type SetDueRuleInput = z.input<typeof SetDueRuleInput>;
