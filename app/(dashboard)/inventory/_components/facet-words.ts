import { ruleTitles, tokenClassTitles, tokenStateTitles, workloadKindTitles } from "@/lib/domain/words";
import type { FacetName } from "@/lib/tokens/facet-names";

const severityTitles = { critical: "Critical", high: "High", medium: "Medium", low: "Low", info: "Info" };

/** What the facets are called in the list's filters, in the order in which they stand; those before `more` at once, the rest behind a button. */
export const facetTitles: Record<FacetName, string> = {
  state: "State",
  finding: "Finding",
  severity: "Severity",
  exposure: "Exposed",
  owner: "Owner",
  class: "Class",
  connection: "Connection",
  environment: "Environment",
  kind: "Workload kind",
  expiry: "Expires",
  used: "Last used",
  age: "Age",
  ttl: "Made to live",
  gap: "Gap",
  workload: "Workload",
  team: "Team",
  imported: "Source",
};
export const firstFacets: readonly FacetName[] = ["state", "finding", "severity", "owner", "class", "connection", "environment", "kind"];

/** What the values of a facet are called; what has a name of its own (connections, workloads, teams) brings it along. */
export const valueTitles: Record<FacetName, Record<string, string>> = {
  state: tokenStateTitles,
  finding: { ...ruleTitles, none: "nothing found" },
  severity: { ...severityTitles, none: "nothing found" },
  exposure: { works: "and it works", unknown: "whether it works is unknown", ended: "dealt with", none: "not seen exposed" },
  owner: {
    confirmed: "confirmed",
    departed: "confirmed, but left",
    suggested: "only suggested",
    team: "a team alone",
    none: "nobody",
    "suggested,team,none": "not confirmed",
    "none,suggested": "not confirmed",
    "confirmed,departed": "confirmed or left",
  },
  class: tokenClassTitles,
  connection: {},
  environment: {},
  kind: { ...workloadKindTitles, none: "no workload" },
  expiry: {
    overdue: "has passed",
    "7d": "in 7 days",
    "30d": "in 8 to 30 days",
    "90d": "in 31 to 90 days",
    "1y": "within a year",
    later: "later",
    never: "never",
    unknown: "unknown",
    at: "has a date",
  },
  used: {
    "1d": "within a day",
    "7d": "within 7 days",
    "30d": "within 30 days",
    "90d": "within 90 days",
    older: "longer ago",
    unknown: "unknown",
    known: "known",
  },
  age: { "7d": "under 7 days", "30d": "under 30 days", "90d": "under 90 days", "1y": "under a year", older: "over a year", unknown: "unknown" },
  ttl: {
    "1d": "up to a day",
    "7d": "up to 7 days",
    "30d": "8 to 30 days",
    "90d": "31 to 90 days",
    "1y": "up to a year",
    longer: "longer",
    never: "without an end",
    unknown: "unknown",
  },
  gap: {
    no_owner: "no owner",
    owner_departed: "owner departed",
    suggested_only: "suggested only",
    no_backup: "no backup",
    no_workload: "no workload",
    no_purpose: "no purpose",
    attestation_overdue: "attestation overdue",
    team_without_person: "team without a person",
  },
  workload: { none: "none" },
  team: { none: "none" },
  imported: { yes: "imported only", no: "not imported" },
};
