import { z } from "zod";

const token = z.string().trim().min(8).regex(/^\S+$/, "must be one token, without spaces");

/** Reading: a personal access token or a service account's token of an Unleash administrator. */
export const UnleashReadCredential = z.strictObject({ apiToken: token });
export type UnleashReadCredential = z.infer<typeof UnleashReadCredential>;

/** Revoking: the same, and a client token that stays alive, to be let in between refusals (the control). */
export const UnleashRevokeCredential = z.strictObject({ apiToken: token, control: token });
export type UnleashRevokeCredential = z.infer<typeof UnleashRevokeCredential>;

export const UnleashSettings = z.strictObject({
  /** where Unleash lives below its origin: "" or "/unleash" */
  basePath: z
    .string()
    .regex(/^(\/[\w.~-]+)*$/, "must be empty or like /unleash, without a slash at the end")
    .default(""),
});
