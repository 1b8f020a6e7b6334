import { createPrivateKey } from "node:crypto";
import { z } from "zod";

const id = z
  .string()
  .trim()
  .regex(/^\d{1,20}$/, "must be a number");
const pem = z
  .string()
  .trim()
  .min(1)
  // forms have one line; a key pasted there has lost its line ends
  .transform((text) =>
    text.includes("\n")
      ? text
      : text.replace(/^(-----BEGIN [A-Z ]+-----)\s*(.+?)\s*(-----END [A-Z ]+-----)$/, (_, a, b, c) => `${a}\n${b.replaceAll(" ", "\n")}\n${c}`),
  );

/** Reading: a GitHub App of its own, installed on the organization. GitHub shows fine-grained tokens to apps alone. */
export const GithubReadCredential = z.strictObject({ appId: id, installationId: id, privateKey: pem });
export type GithubReadCredential = z.infer<typeof GithubReadCredential>;

/** Revoking: another app, and a fine-grained token with access to the organization that stays alive, to be let in between readings (the control). */
export const GithubRevokeCredential = z.strictObject({
  ...GithubReadCredential.shape,
  control: z.string().trim().min(8).regex(/^\S+$/, "must be one token, without spaces"),
});
export type GithubRevokeCredential = z.infer<typeof GithubRevokeCredential>;

export const GithubSettings = z.strictObject({
  /** the organization's login */
  organization: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,38}$/, "must be the organization's name in its address on GitHub"),
  /** where the API lives below its origin: "" for github.com, /api/v3 for GitHub Enterprise Server */
  basePath: z
    .string()
    .regex(/^(\/[\w.~-]+)*$/, "must be empty or like /api/v3, without a slash at the end")
    .default(""),
});

/** The app's private key; null when the text is none. */
export function privateKeyOf(text: string): ReturnType<typeof createPrivateKey> | null {
  try {
    const key = createPrivateKey(text);
    return key.asymmetricKeyType === "rsa" ? key : null;
  } catch {
    return null;
  }
}
