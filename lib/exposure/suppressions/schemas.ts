import { z } from "zod";
import { suppressionViews } from "./names";

export const SuppressInput = z.object({
  exposureId: z.uuid(),
  reason: z.string().trim().min(1, "Say why it is no secret; whoever reads it later has only this.").max(2000),
  /** the last day on which it holds */
  until: z.iso.date("Give the day until which it holds."),
});
export type SuppressInput = z.input<typeof SuppressInput>;

export const DecideSuppressionInput = z
  .object({ suppressionId: z.uuid(), agree: z.boolean(), reason: z.string().trim().max(2000).default("") })
  .refine(({ agree, reason }) => agree || reason.length > 0, { path: ["reason"], message: "Say why you don’t agree." });
export type DecideSuppressionInput = z.input<typeof DecideSuppressionInput>;

export const EndSuppressionInput = z.object({ suppressionId: z.uuid() });
export type EndSuppressionInput = z.input<typeof EndSuppressionInput>;

export const SuppressionListInput = z.object({
  view: z.enum(suppressionViews).default("living"),
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
});
export type SuppressionListInput = z.infer<typeof SuppressionListInput>;
