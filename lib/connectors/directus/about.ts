import type { TokenClass } from "../../domain/tokens";
import type { Abilities } from "../contract";

// What is known of the connector without running it; safe in browsers.

const lastUse = "Directus writes down when people sign in, and nothing when a static token is used.";

export const directusTitle = "Directus";
export const directusAbilities: Partial<Record<TokenClass, Abilities>> = {
  personal_access_token: { list: "can", last_used: { cannot: lastUse }, describe: "can", revoke: "can", disable: "can", probe: "can" },
};
export const directusBlindSpots = [
  "When a static token was last used: Directus does not write it down.",
  "When a token was made or an account suspended, where Directus's revisions no longer tell or its activity log is off.",
  "Sessions and the short-lived tokens of people who sign in: they end by themselves, and at once when the account is suspended.",
  "What a role inherits from a parent role: its reach counts as unknown.",
];
