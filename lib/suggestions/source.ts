import type { Prisma } from "../core/db";

export const suggestionKinds = [
  "creator",
  "workload_people",
  "codeowners",
  "service_catalogue",
  "naming",
  "last_human",
  "manager",
  "import",
  "succession",
] as const;
export type SuggestionKind = (typeof suggestionKinds)[number];

/** One way to guess who answers for a token. */
export interface SuggestionSource {
  kind: SuggestionKind;
  /** how sure it is, and why: the derivation of the confidence, in words */
  derivation: string;
  /** what it needs; without it, it suggests nobody */
  needs: string;
  /**
   * A select over `need (token_id)`, the tokens nobody answers for:
   *   token_id uuid, person_id uuid, base int, words text, facts jsonb, pattern text
   * `base` is the confidence before anything was learnt; `words` say the evidence in a sentence part; `pattern` is what a rejection teaches.
   */
  found: Prisma.Sql;
}
