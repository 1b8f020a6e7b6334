import type { TokenClass } from "../../domain/tokens";
import type { Abilities } from "../contract";

// What is known of the connector without running it; safe in browsers.

const noSwitch = "GitHub has no way back for it, so switching it off is revoking it.";
const appsOwn =
  "Only the app itself, or an owner of the organization in its settings, may suspend or uninstall it: Settings → GitHub Apps → Configure, at the bottom of the page.";

export const githubTitle = "GitHub";
export const githubAbilities: Partial<Record<TokenClass, Abilities>> = {
  personal_access_token: { list: "can", last_used: "can", describe: "can", revoke: "can", disable: { cannot: noSwitch }, probe: "can" },
  deploy_key: { list: "can", last_used: "can", describe: "can", revoke: "can", disable: { cannot: noSwitch }, probe: "can" },
  oauth_grant: {
    list: "can",
    last_used: { cannot: "GitHub keeps no date of an installation's last use that an organization may read." },
    describe: "can",
    revoke: { cannot: appsOwn },
    disable: { cannot: appsOwn },
    probe: { cannot: appsOwn },
  },
};
export const githubBlindSpots = [
  "Personal access tokens (classic), SSH keys and OAuth apps' tokens of members: an organization sees them under SAML single sign-on alone, in Settings → Authentication security → credential authorizations.",
  "Deploy keys of repositories that the app is not installed on.",
  "What a revoked fine-grained token still opens elsewhere: its owner's own account, and other organizations.",
  "E-mail addresses of members: GitHub shows them to no organization, so accounts are linked to people by hand or by name.",
];
