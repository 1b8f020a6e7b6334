import { z } from "zod";

export const ConfirmOwnerInput = z.object({
  token: z.uuid(),
  person: z.uuid(),
  backup: z.uuid().nullish(),
  /** one sentence of business reason */
  purpose: z.string().trim().max(500).nullish(),
});
export const ClearOwnerInput = z.object({ token: z.uuid() });
