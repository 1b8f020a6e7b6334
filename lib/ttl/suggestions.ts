import { controls } from "../detection/controls";
import type { SetTtlPolicyInput } from "./schemas";
import { controlKey } from "./schemas";

/** A policy as one might set it. There is no universal number: NIST SP 800-63B gives none, and PCI DSS 4.0.1 (8.6.3) asks for one's own risk analysis. */
export type SuggestedPolicy = SetTtlPolicyInput;

const longLived = controlKey(controls.longLivedSecrets);

/** Suggestions with their reasoning, shown as such until somebody adopts one. Order: from the narrowest to the widest. */
export const suggestedPolicies: readonly SuggestedPolicy[] = [
  {
    class: "ephemeral_secret",
    environment: null,
    longestDays: 1,
    rotateDays: null,
    unusedDays: null,
    attestDays: null,
    rationale: "What is issued for a job should not outlive its day; a longer one is a static secret under another name.",
    control: longLived,
  },
  {
    class: "personal_access_token",
    environment: null,
    longestDays: 90,
    rotateDays: null,
    unusedDays: 45,
    attestDays: 180,
    rationale: "A person can sign in again. A quarter bounds what a copied token is worth, and six weeks without use means that the work behind it is over.",
    control: controlKey(controls.humanUse),
  },
  {
    class: "oauth_grant",
    environment: null,
    longestDays: null,
    rotateDays: null,
    unusedDays: 60,
    attestDays: 365,
    rationale: "Grants are given once and forgotten. Whether the tool is still used is the question; once a year somebody should answer it.",
    control: controlKey(controls.vulnerableThirdParty),
  },
  {
    class: null,
    environment: "production",
    longestDays: 365,
    rotateDays: 180,
    unusedDays: 90,
    attestDays: 180,
    rationale:
      "Replacing a secret in production costs an outage window, so twice a year; a year bounds every copy that nobody remembers. An unknown environment counts as production.",
    control: longLived,
  },
  {
    class: null,
    environment: "other",
    longestDays: 365,
    rotateDays: null,
    unusedDays: 60,
    attestDays: 365,
    rationale: "Test systems are rebuilt often: what nobody used for two months is left over. Its end does the rest.",
    control: controlKey(controls.lifecycle),
  },
];
