import type { Prisma } from "../core/db";

/** A requirement of a framework, kept as framework + version + id; never rewritten, errata say what common texts call it. */
export interface Control {
  framework: string;
  version: string;
  id: string;
  title: string;
  /** other ids under which the same requirement is quoted, and why they differ */
  erratum?: string;
}

export type RuleId = "departed-still-alive" | "no-owner" | "never-expires";
export type SubjectType = "token" | "account";

/**
 * Which rows a rule looks at: conditions over `token t`, `token_state s` and `account a`. The state view has one of its own, because
 * a database does not always carry the condition on its token over to it.
 */
export interface ScopeSql {
  tokens: Prisma.Sql;
  states: Prisma.Sql;
  accounts: Prisma.Sql;
}

/**
 * One thing that can be wrong, over sets. `verdicts` is a select of at most one row a subject:
 *   subject text, token_id uuid, account_id uuid, person_id uuid, verdict text, severity text, factors jsonb, evidence jsonb
 * verdict: `true` opens a finding, keeps it open or brings it back; `kept` keeps one that is open but opens none;
 * `false` closes one that is open, with the evidence as its reason. A subject without a row stays as it is.
 * It may read two relations, bounded by the scope: `linked (account_id, person_id, basis)`, which person answers for which account,
 * and `known (token_id, account_id, status, …)`, the rule's findings as they stand.
 */
export interface Rule {
  id: RuleId;
  title: string;
  /** why it matters, one or two sentences */
  rationale: string;
  /** what to do about it */
  remediation: string;
  /** how severity follows from the factors, in words */
  severity: string;
  controls: Control[];
  /** where the facts come from; a rule whose sources are missing says "no source" */
  sources: string[];
  subjects: SubjectType[];
  /** whether a proven death of the token makes the rule false */
  endsWithDeath: boolean;
  /** `now` is the clock's time: what a rule says of age never rests on the database's own */
  verdicts(scope: ScopeSql, now: Date): Prisma.Sql;
}

/** One reason why a finding weighs what it weighs. */
export interface Factor {
  name: string;
  words: string;
  effect: "raises" | "lowers" | "none";
}
