import { z } from "zod";

export const ImportKind = z.enum(["tokens", "people", "teams", "workloads", "owners", "catalogue"]);
export type ImportKind = z.infer<typeof ImportKind>;

/** As pages and messages name them. */
export const kindTitles: Record<ImportKind, string> = {
  tokens: "Tokens",
  people: "People",
  teams: "Teams",
  workloads: "Workloads",
  owners: "Owners",
  catalogue: "Service catalogue",
};
