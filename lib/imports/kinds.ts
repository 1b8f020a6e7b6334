export const importKinds = ["tokens", "people", "teams", "workloads", "owners", "catalogue"] as const;
export type ImportKind = (typeof importKinds)[number];

/** As pages and messages name them. */
export const kindTitles: Record<ImportKind, string> = {
  tokens: "Tokens",
  people: "People",
  teams: "Teams",
  workloads: "Workloads",
  owners: "Owners",
  catalogue: "Service catalogue",
};
