import type { ReadConnection, RevokeConnection, Revoker, TokenSighting } from "../../../lib/connectors/contract";
import type { DeclarativeReadCredential, DeclarativeRevokeCredential } from "../../../lib/connectors/declarative/credential";
import type { Declaration } from "../../../lib/connectors/declarative/schema/declaration";

/** What one step of a check found. `next` says what to do about it. */
export interface Step {
  step: "health" | "list" | "fields" | "accounts" | "look_up" | "control" | "made_up" | "empty_answers" | "sacrifice" | "sacrifice_disabled";
  /** `not_tried`: could not be tried, and so is not known */
  verdict: "good" | "bad" | "not_tried";
  says: string;
  next?: string;
}

/** How often a field was there, was not, and could not be used, over all listed tokens. */
export interface FieldCoverage {
  field: string;
  known: number;
  unknown: number;
  rejected: number;
}

/** A real system, opened with the credentials that were given, and the clock. */
export interface CheckParts {
  declaration: Declaration;
  read: ReadConnection<DeclarativeReadCredential>;
  /** null without a credential for revoking: then nothing is tried and nothing ended */
  revoke: { connection: RevokeConnection<DeclarativeRevokeCredential>; revoker: Revoker<DeclarativeRevokeCredential> } | null;
  /** waits, in milliseconds */
  wait(milliseconds: number): Promise<void>;
  now(): Date;
  /** one line at a time while something takes long */
  onProgress(line: string): void;
}

/** What was read: the tokens, for the steps that come after. */
export interface Listed {
  tokens: TokenSighting[];
  /** the list was read to its end */
  whole: boolean;
}
