import { z } from "zod";

const userName = z.string().trim().min(1).max(128);
const password = z.string().min(8).max(512);

/** Reading: an administrator of Glewlwyd (scope g_admin). Its API keys and refresh tokens are shown to a signed-in session alone. */
export const GlewlwydReadCredential = z.strictObject({ username: userName, password });
export type GlewlwydReadCredential = z.infer<typeof GlewlwydReadCredential>;

/** Revoking: another administrator, and an API key that stays alive, to be let in between refusals (the control). */
export const GlewlwydRevokeCredential = z.strictObject({
  username: userName,
  password,
  control: z.string().trim().min(8).regex(/^\S+$/, "must be one key, without spaces"),
});
export type GlewlwydRevokeCredential = z.infer<typeof GlewlwydRevokeCredential>;

export const GlewlwydSettings = z.strictObject({
  /** where Glewlwyd's API lives below its origin */
  apiPath: z
    .string()
    .regex(/^(\/[\w.~-]+)*$/, "must be like /api, without a slash at the end")
    .default("/api"),
});
