import type { TokenClass } from "../../domain/tokens";
import type { Abilities } from "../contract";

// What is known of the connector without running it; safe in browsers.

const lastUseOfKeys = "Glewlwyd counts the uses of an API key and keeps no date of them.";
const notListed =
  "Glewlwyd's access tokens are signed and checked without asking it, so nothing ends one before its time. Revoke the refresh token it came from, and keep their life short in the plugin's settings.";

export const glewlwydTitle = "Glewlwyd";
export const glewlwydAbilities: Partial<Record<TokenClass, Abilities>> = {
  api_key: {
    list: "can",
    last_used: { cannot: lastUseOfKeys },
    describe: "can",
    revoke: "can",
    disable: { cannot: "Glewlwyd has no way back for an API key that was disabled, so disabling one is revoking it." },
    probe: "can",
  },
  oauth_grant: {
    list: "can",
    last_used: "can",
    describe: "can",
    revoke: "can",
    disable: { cannot: "Glewlwyd has no way back for a refresh token that was disabled, so disabling one is revoking it." },
    probe: "can",
  },
  ephemeral_secret: {
    list: { cannot: notListed },
    last_used: { cannot: notListed },
    describe: { cannot: notListed },
    revoke: { cannot: notListed },
    disable: { cannot: notListed },
    probe: { cannot: notListed },
  },
};
export const glewlwydBlindSpots = [
  "Access tokens: they are signed, and Glewlwyd lists none.",
  "The scopes of a refresh token: Glewlwyd's list does not show them.",
  "When an API key was last used: Glewlwyd counts its uses and keeps no date.",
  "Refresh tokens of users whom no user backend lists any more.",
];
