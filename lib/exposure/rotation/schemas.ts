import { z } from "zod";

export const AskRotationInput = z.object({
  exposureId: z.uuid(),
  /** what the owner reads beside it */
  note: z.string().trim().max(1000).default(""),
});
export type AskRotationInput = z.input<typeof AskRotationInput>;

export const AnswerRotationInput = z
  .object({ rotationId: z.uuid(), answer: z.enum(["rotated", "cannot"]), reason: z.string().trim().max(1000).default("") })
  .refine(({ answer, reason }) => answer === "rotated" || reason.length > 0, { path: ["reason"], message: "Say why it can’t be rotated." });
export type AnswerRotationInput = z.input<typeof AnswerRotationInput>;

export const WithdrawRotationInput = z.object({ rotationId: z.uuid() });
export type WithdrawRotationInput = z.input<typeof WithdrawRotationInput>;
