import { z } from "zod";
import { Reviewed, reason, reviewed } from "../ownership/schemas";

export const attestationAnswers = ["mine", "transfer", "not_mine", "no_longer_needed"] as const;
export type AttestationAnswer = (typeof attestationAnswers)[number];

const items = reviewed(Reviewed);

/** What uses a token: a workload that is known, or the name of one, which is made where there is none of that name. */
export const WorkloadChoice = z.union([z.object({ id: z.uuid() }), z.object({ name: z.string().trim().min(1).max(200) })]);
export type WorkloadChoice = z.infer<typeof WorkloadChoice>;

export const AttestInput = z.discriminatedUnion("answer", [
  z.object({
    answer: z.literal("mine"),
    items,
    /** for each of them; left out, each keeps the one it has */
    purpose: z.string().trim().min(1).max(500).optional(),
    workload: WorkloadChoice.optional(),
    expiryReviewed: z.literal(true, { error: "Look at when it expires, and tick that you did." }),
  }),
  z.object({ answer: z.literal("transfer"), items, to: z.uuid(), reason }),
  z.object({ answer: z.literal("not_mine"), items, reason }),
  z.object({ answer: z.literal("no_longer_needed"), items, reason, acknowledgement: z.string().max(1000).default("") }),
]);
export type AttestInput = z.infer<typeof AttestInput>;
export type Attest<A extends AttestationAnswer> = Extract<AttestInput, { answer: A }>;

export const myViews = ["due", "owned"] as const;
export const MyTokensInput = z.object({
  /** due: to be answered by now or soon; owned: all that one owns or stands in for */
  view: z.enum(myViews).default("due"),
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
});
export type MyTokensInput = z.infer<typeof MyTokensInput>;
