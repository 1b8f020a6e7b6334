import { z } from "zod";

export const TokenClass = z.enum(["api_key", "personal_access_token", "oauth_grant", "service_credential", "ephemeral_secret", "deploy_key", "certificate"]);
export type TokenClass = z.infer<typeof TokenClass>;

/** Derived, in this precedence (view token_state). */
export const tokenStates = ["dead", "irrevocable", "disabled", "revoking", "unproven", "expired", "missing", "active"] as const;
export type TokenState = (typeof tokenStates)[number];
/** States in which the credential may still open something. */
export const aliveStates = ["disabled", "revoking", "unproven", "missing", "active"] as const satisfies readonly TokenState[];

export const Effect = z.enum(["dead", "disabled", "shortened", "narrowed"]);
export type Effect = z.infer<typeof Effect>;

/** A date and who said so; null where nobody did. */
export const DatedFact = z.object({ at: z.date(), source: z.string() }).nullable();
export type DatedFact = z.infer<typeof DatedFact>;
