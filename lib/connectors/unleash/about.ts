import type { TokenClass } from "../../domain/tokens";
import type { Abilities } from "../contract";

// What is known of the connector without running it; safe in browsers.

const onlyToOwner =
  "Unleash shows a personal access token to its owner alone. A leaver's end with their user: delete the user in Unleash, and they are refused at once.";

export const unleashTitle = "Unleash";
export const unleashAbilities: Partial<Record<TokenClass, Abilities>> = {
  api_key: {
    list: "can",
    last_used: "can",
    describe: "can",
    revoke: "can",
    disable: { cannot: "Unleash has no disabled API tokens; they are deleted." },
    probe: "can",
  },
  personal_access_token: {
    list: { cannot: onlyToOwner },
    last_used: { cannot: onlyToOwner },
    describe: { cannot: onlyToOwner },
    revoke: { cannot: onlyToOwner },
    disable: { cannot: onlyToOwner },
    probe: { cannot: onlyToOwner },
  },
};
export const unleashBlindSpots = [
  "Personal access tokens: Unleash lists them to their owner alone.",
  "Who made an API token, when its creation is no longer in Unleash's event log, or was done by Unleash itself or with an admin token.",
  "Use in the last 3 minutes: Unleash writes it down that late.",
];
