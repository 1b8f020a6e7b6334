import type { Channel, Validity } from "./exposures";
import type { FindingState } from "./states";
import type { TokenState } from "./token-states";
import type { Effect, TokenClass } from "./tokens";
import type { WorkloadKind } from "./workloads";

// For pages too: nothing here may bring a library along.

/** What the classes of tokens are called. */
export const tokenClassTitles: Record<TokenClass, string> = {
  api_key: "API key",
  personal_access_token: "Personal access",
  oauth_grant: "OAuth grant",
  service_credential: "Service credential",
  ephemeral_secret: "Ephemeral",
  deploy_key: "Deploy key",
  certificate: "Certificate",
};

/** What the states of a token are called, and what they say in a sentence. */
export const tokenStateTitles: Record<TokenState, string> = {
  dead: "Proven dead",
  irrevocable: "Irrevocable",
  disabled: "Disabled",
  revoking: "Revoking",
  unproven: "Unproven",
  expired: "Expired",
  missing: "Missing",
  active: "Active",
};
export const tokenStateMeanings: Record<TokenState, string> = {
  dead: "Proven: often enough in a row the token itself was refused, or its system’s own record said that it is dead or gone.",
  irrevocable: "Its system offers no way to revoke it.",
  disabled: "It is switched off, as its system says or the machine proved. It may be switched on again.",
  revoking: "The machine is carrying out a request to revoke it or to switch it off.",
  unproven: "The machine acted on it, but the effect is not proven yet.",
  expired: "Its expiry date has passed.",
  missing: "A complete sync no longer lists it. That is no proof of death.",
  active: "Nothing says that it stopped working.",
};

/** What a proof may rest on. A system's own record is less than a refusal of the token itself, so it is never called one (decision 19). */
export const proofBases = {
  refused: "the token itself was refused",
  record: "its system’s own record says so",
  absent: "its system no longer listed it",
} as const;
export type ProofBasis = keyof typeof proofBases;
export const asProofBasis = (written: unknown): ProofBasis | null =>
  typeof written === "string" && Object.hasOwn(proofBases, written) ? (written as ProofBasis) : null;

/** "Proven dead: the token itself was refused"; without the reason where nobody wrote what the proof rests on. */
export const proofWords = (effect: Effect, basis: ProofBasis | null): string => `Proven ${effect}${basis ? `: ${proofBases[basis]}` : ""}`;

/** What the rules are called in a list. Titles in full come from the catalogue of rules. */
export const ruleTitles: Record<string, string> = {
  "departed-still-alive": "Outlives its person",
  "no-owner": "No owner",
  "owner-departed": "Owner departed",
  "no-backup": "No backup",
  "team-without-person": "Team without a person",
  "no-workload": "No workload",
  "no-purpose": "No purpose",
  "attestation-overdue": "Attestation overdue",
  "never-expires": "Never expires",
  "over-long-life": "Over-long life",
  "expired-but-alive": "Expired but alive",
  unused: "Unused",
  "stale-rotation": "Stale rotation",
  "over-broad-scope": "Over-broad scope",
  "scope-never-used": "Scope never used",
  "grew-without-request": "Grew without a request",
  shared: "Shared or duplicate",
  "across-environments": "Across environments",
  "human-in-production": "Human token in production",
  "orphaned-service-account": "Orphaned service account",
  "not-revocable": "Not revocable here",
  "third-party-unused": "Third-party grant unused",
  "static-cloud-in-pipeline": "Static cloud key in CI",
  exposed: "Exposed",
};

/** What kinds of workloads are called. */
export const workloadKindTitles: Record<WorkloadKind, string> = {
  service: "Service",
  pipeline: "Pipeline",
  cron_job: "Cron job",
  saas_integration: "SaaS integration",
  appliance: "Appliance",
  agent: "Agent",
  unknown: "Kind unknown",
};

export const channelTitles: Record<Channel, string> = {
  code: "Code",
  chat: "Chat",
  ticket: "Tickets",
  wiki: "Wiki",
  build_log: "Build logs",
  image: "Images",
  mail: "Mail",
  other: "Other",
};

/** Whether a secret that was found still works, as far as anybody looked. */
export const validityTitles: Record<Validity, string> = {
  valid: "Works",
  invalid: "No longer works",
  unknown: "Unknown",
  not_checkable: "Not checkable",
};

/** Why a secret that was found is known not to be live. One that is not among them stands as it is. */
export const markTitles: Record<string, string> = {
  placeholder: "Placeholder",
  example: "Example from a vendor’s documentation",
  test_key: "Test key",
  hash: "A hash",
  uuid: "A UUID",
  reference: "A reference, not the value",
};

/** Where a finding or an exposure stands. */
export const findingStateTitles: Record<FindingState, string> = {
  open: "open",
  in_review: "in review",
  remediating: "being remedied",
  closed_proven: "closed, proven",
  closed_false_positive: "closed, false positive",
  accepted: "accepted",
  regressed: "came back",
};
