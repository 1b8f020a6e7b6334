import { z } from "zod";

export const TokenClass = z.enum(["api_key", "personal_access_token", "oauth_grant", "service_credential", "ephemeral_secret", "deploy_key", "certificate"]);
export type TokenClass = z.infer<typeof TokenClass>;

export const Effect = z.enum(["dead", "disabled", "shortened", "narrowed"]);
export type Effect = z.infer<typeof Effect>;

/** A date and who said so; null where nobody did. */
export const DatedFact = z.object({ at: z.date(), source: z.string() }).nullable();
export type DatedFact = z.infer<typeof DatedFact>;
