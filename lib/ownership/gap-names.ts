/** What can be missing between a token and the person who answers for it, in the order in which the page shows it. */
export const gaps = [
  "no_owner",
  "owner_departed",
  "suggested_only",
  "team_without_person",
  "no_backup",
  "no_workload",
  "no_purpose",
  "attestation_overdue",
] as const;
export type Gap = (typeof gaps)[number];

export const gapTitles: Record<Gap, string> = {
  no_owner: "No owner",
  owner_departed: "Owner departed",
  suggested_only: "Suggested only",
  team_without_person: "Team without a person",
  no_backup: "No backup",
  no_workload: "No workload",
  no_purpose: "No purpose",
  attestation_overdue: "Attestation overdue",
};

/** What each means, and what closes it. */
export const gapMeanings: Record<Gap, string> = {
  no_owner: "Nobody answers for these, and nothing found says who could. Choose somebody, or ask the team that uses them.",
  owner_departed: "Whoever answered for these has left. Successors are asked in turn; you can decide before they do.",
  suggested_only: "Evidence names somebody, and nobody has confirmed it. A suggestion counts for nothing until a person does.",
  team_without_person: "A team is responsible, and no person of it answers.",
  no_backup: "One person answers for these, and nobody stands in for them.",
  no_workload: "Nobody says what uses these. Their owners tell when they attest.",
  no_purpose: "Nobody says what these are for. Their owners tell when they attest.",
  attestation_overdue: "Their owners have not said in time that these are still theirs and needed.",
};
