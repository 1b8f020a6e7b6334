import { z } from "zod";

const tokens = z
  .array(z.uuid())
  .min(1, "Choose at least one token.")
  .max(500, "At most 500 tokens fit in one request.")
  .refine((ids) => new Set(ids).size === ids.length, "A token is named twice.");
const reason = z.string().trim().min(1, "Say why, in a sentence: the approvers read it.").max(2000, "At most 2,000 characters.");

/** What people ask for: the token's end for good, or that it is switched off and can come back, where its system knows that. */
export const requestedEffects = ["dead", "disabled"] as const;
export type RequestedEffect = (typeof requestedEffects)[number];

export const PreviewRequestInput = z.object({ tokens });

export const FileRequestInput = z.object({
  tokens,
  reason,
  effect: z.enum(requestedEffects).default("dead"),
  /** the token's name, or "revoke 3 tokens" ("disable 3 tokens") for several, typed by the requester */
  acknowledgement: z.string().max(1000),
});
export type FileRequestInput = z.output<typeof FileRequestInput>;

export const WithdrawRequestInput = z.object({ request: z.uuid(), reason });
export const RefileRequestInput = z.object({ request: z.uuid() });

export const requestViews = ["open", "mine", "machine", "ended", "all"] as const;
export type RequestView = (typeof requestViews)[number];

export const RequestListInput = z.object({
  /** open: waits for people; mine: waits for my signature; machine: approved and not at its end; ended: everything else */
  view: z.enum(requestViews).default("all"),
  connection: z.uuid().optional(),
  person: z.uuid().optional(),
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type RequestListInput = z.infer<typeof RequestListInput>;
