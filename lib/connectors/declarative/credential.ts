import { z } from "zod";
import type { Declaration } from "./schema/declaration";
import { hasName } from "./schema/parts";
import { headerSafe } from "./template";

const secret = z.string().trim().min(8).max(8_192).refine(fitsHeader, "must be one line of printable ASCII");
const username = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^:\p{Cc}]+$/u, "must not hold a colon");

/** Reading: what the file's `authentication` takes. `username` with basic, and as a client's id, alone. */
export const DeclarativeReadCredential = z.strictObject({ username: username.optional(), secret });
export type DeclarativeReadCredential = z.infer<typeof DeclarativeReadCredential>;

/** Revoking: the same of another account, and a living token to be let in at the probe's door. */
export const DeclarativeRevokeCredential = z.strictObject({ username: username.optional(), secret, control: secret.optional() });
export type DeclarativeRevokeCredential = z.infer<typeof DeclarativeRevokeCredential>;

const named = ({ authentication }: Declaration) => hasName(authentication);
const withName = "goes with basic and client_credentials alone";

/** The same for one file: what it needs is there, and nothing that it has no use for. */
export const readCredentialOf = (declaration: Declaration): typeof DeclarativeReadCredential =>
  DeclarativeReadCredential.refine((given) => (given.username !== undefined) === named(declaration), { path: ["username"], message: withName });

export const revokeCredentialOf = (declaration: Declaration): typeof DeclarativeRevokeCredential =>
  DeclarativeRevokeCredential.refine((given) => (given.username !== undefined) === named(declaration), {
    path: ["username"],
    message: withName,
  }).refine((given) => (given.control !== undefined) === !("cannot" in declaration.probe), { path: ["control"], message: "goes with `probe`" });

function fitsHeader(text: string): boolean {
  try {
    return headerSafe("secret", text) === text;
  } catch {
    return false;
  }
}
