import { z } from "zod";
import { ApiScope } from "../domain/api-scopes";

/** An API token lives a year at most. */
export const longestDays = 365;

export const CreateApiTokenInput = z.object({
  name: z.string().trim().min(1, "Say what it is for: whoever finds it later has only this.").max(200, "At most 200 characters."),
  scopes: z
    .array(ApiScope)
    .min(1, "Choose at least one scope.")
    .transform((scopes) => [...new Set(scopes)]),
  days: z.coerce.number().int().min(1, "At least one day.").max(longestDays, `At most ${longestDays} days.`),
  /** whose it will be, where an operator on the host makes it; a person makes their own */
  person: z.uuid().optional(),
});
export type CreateApiTokenInput = z.input<typeof CreateApiTokenInput>;

export const RevokeApiTokenInput = z.object({ id: z.uuid() });
