import type { Prisma } from "../core/db";
import type { Source } from "./sources";

/** A requirement of a framework, kept as framework + version + id; never rewritten, errata say what common texts call it. */
export interface Control {
  framework: string;
  version: string;
  id: string;
  title: string;
  /** other ids under which the same requirement is quoted, and why they differ */
  erratum?: string;
}

export const ruleIds = [
  "departed-still-alive",
  "no-owner",
  "owner-departed",
  "no-backup",
  "team-without-person",
  "no-workload",
  "no-purpose",
  "attestation-overdue",
  "never-expires",
  "over-long-life",
  "expired-but-alive",
  "unused",
  "stale-rotation",
  "over-broad-scope",
  "scope-never-used",
  "grew-without-request",
  "shared",
  "across-environments",
  "human-in-production",
  "orphaned-service-account",
  "not-revocable",
  "third-party-unused",
  "static-cloud-in-pipeline",
  "exposed",
] as const;
export type RuleId = (typeof ruleIds)[number];
export type SubjectType = "token" | "account";

/** Which accounts a rule looks at: conditions over `account a`. */
export interface ScopeSql {
  accounts: Prisma.Sql;
}

/** One reason why a finding weighs what it weighs, as SQL: `when` is a condition over `j`, `words` a sentence part or SQL that makes one. */
export interface FactorSql {
  name: string;
  when: Prisma.Sql;
  words: string | Prisma.Sql;
  effect: Factor["effect"];
}

/**
 * What a rule says of one token, as expressions over `j`, a row of judged facts (judged-sql.ts). They hold no parameter, so that all
 * rules together are one statement. `j.now` is the clock's time: what a rule says of age never rests on the database's own.
 */
export interface TokenJudgement {
  /** opens a finding, keeps it open or brings it back */
  holds: Prisma.Sql;
  /** keeps a finding that is open, and opens none */
  kept?: Prisma.Sql;
  /**
   * Whose word makes it false. A vendor's counts where its connection is signed, or is an imported listing; elsewhere an open finding
   * stays open. What people say in the product counts everywhere.
   */
  endsBy: "vendor" | "people";
  /** what people did that makes it false whatever the vendor says: the policy behind it ended */
  lifted?: Prisma.Sql;
  /** whether the vendor's expiry date ends it; it does for what only matters while the token works */
  endsWithExpiry: boolean;
  /** severity as a number: 1 = critical … 5 = info */
  rank: Prisma.Sql;
  factors: readonly FactorSql[];
  /** the facts that the verdict rests on, as JSON; nulls are left out */
  evidence: Prisma.Sql;
  /** why it is false, as text */
  because: Prisma.Sql;
  /** the person whom the finding names */
  person?: Prisma.Sql;
  /** moments at which time alone may change the verdict or a factor */
  moments?: readonly Prisma.Sql[];
  /** of a rule that ends with death: when it holds all the same, since facts contradict the proof; never of a sighting */
  despiteDeath?: Prisma.Sql;
  /** when people have settled a finding (`f`), and the facts have gone beyond what they settled: it comes back */
  beyond?: Prisma.Sql;
}

/** One thing that can be wrong, over sets. */
export interface Rule {
  id: RuleId;
  title: string;
  /** the title in a list, two or three words; browsers take it from lib/domain/words.ts */
  short: string;
  /** why it matters, one or two sentences */
  rationale: string;
  /** what to do about it */
  remediation: string;
  /** how severity follows from the factors, in words */
  severity: string;
  controls: Control[];
  /** where the facts come from; a rule whose sources are missing says "no source" */
  sources: Source[];
  subjects: SubjectType[];
  /** whether a proven death of the token makes the rule false */
  endsWithDeath: boolean;
  token?: TokenJudgement;
  /**
   * A select of at most one row an account:
   *   subject text, token_id uuid, account_id uuid, person_id uuid, verdict text, severity text, factors jsonb, evidence jsonb
   * verdict: `true` holds, `kept` keeps one that is open, `false` closes it. An account without a row stays as it is.
   * It may read `linked (account_id, person_id, basis)` and `known`, the rule's findings as they stand.
   */
  accounts?(scope: ScopeSql, now: Date): Prisma.Sql;
}

/** One reason why a finding weighs what it weighs. */
export interface Factor {
  name: string;
  words: string;
  effect: "raises" | "lowers" | "none";
}
