import { z } from "zod";

const token = z.string().trim().min(8).regex(/^\S+$/, "must be one token, without spaces");

/** Reading: the static token of a user with administrator access. */
export const DirectusReadCredential = z.strictObject({ apiToken: token });
export type DirectusReadCredential = z.infer<typeof DirectusReadCredential>;

/** Revoking: the same of another user, and the static token of a third that stays alive, to be let in between refusals (the control). */
export const DirectusRevokeCredential = z.strictObject({ apiToken: token, control: token });
export type DirectusRevokeCredential = z.infer<typeof DirectusRevokeCredential>;

export const DirectusSettings = z.strictObject({
  /** where Directus lives below its origin: "" or "/directus" */
  basePath: z
    .string()
    .regex(/^(\/[\w.~-]+)*$/, "must be empty or like /directus, without a slash at the end")
    .default(""),
});
