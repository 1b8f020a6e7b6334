import { hash } from "node:crypto";
import { type TokenRow, undatedDisabled } from "./read-token";

/** What a row names, looked up. */
export interface Resolved {
  creatorId: string | null;
  ownerId: string | null;
  backupId: string | null;
  workloadId: string | null;
}

/** What a row says of a token, in the order of a line: columns of the token as of the staging table. */
export const factColumns =
  "id, facts_hash, class, handle_key, name, hint, scopes, reach, environment, creator_account_id, issued_at, expiry, expires_at, last_used_at, disabled_at, rotated_at, scopes_used, third_party, parent_key, family_count, family_longest";
/** The staging table's columns in the order of a line. */
export const stageColumns = `${factColumns}, hmac, pepper, sha256, key_id, owner_id, backup_id, purpose, workload_id`;

/** Of a facts' hash, 132 bits as base64url; what follows in the column is the row's mark (row-marks.ts). */
export const factsLength = 22;

const special = /[\\\t\n\r]/;
const escapes: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
export const copied = (value: string): string => (special.test(value) ? value.replace(/[\\\t\n\r]/g, (sign) => escapes[sign] as string) : value);
const nullable = (value: string | null): string => (value === null ? "\\N" : copied(value));
const nullableNumber = (value: number | null): string => (value === null ? "\\N" : String(value));

/** Lists are read once each (read-token.ts), so they are written once each too. */
const written = new WeakMap<readonly string[], string>();

/** An array literal: each element quoted. */
function array(values: readonly string[] | null): string {
  if (values === null) return "\\N";
  const known = written.get(values);
  if (known !== undefined) return known;
  const literal = values.length === 0 ? "{}" : copied(`{${values.map((value) => `"${value.replace(/["\\]/g, "\\$&")}"`).join(",")}}`);
  written.set(values, literal);
  return literal;
}

/** A row as two parts of a line that follow each other: the token's own columns but the first two, and what goes elsewhere. */
export interface FactsLine {
  hash: string;
  facts: string;
  besides: string;
}

/**
 * What the file says of a token and whom it means, as a line for COPY (PostgreSQL, "File Formats: Text Format") that lacks its first columns, and
 * the hash of it: a row whose hash is known says nothing new. `at`: the date of what is disabled without one, which is no fact of the file.
 */
export function factsLine(row: TokenRow, to: Resolved, pepperVersion: number, at: string): FactsLine {
  const reach = row.reach === null ? "\\N" : `{"level":"${row.reach}","summary":"as imported"}`;
  const before = `${row.class}\t${copied(row.handleKey)}\t${copied(row.name)}\t${nullable(row.hint)}\t${array(row.scopes)}\t${reach}\t${nullable(row.environment)}\t${
    to.creatorId ?? "\\N"
  }\t${row.issued ?? "\\N"}\t${row.expiry}\t${row.expires ?? "\\N"}\t${row.lastUsed ?? "\\N"}\t`;
  const disabled = row.disabled ?? "\\N";
  const after = `\t${row.rotated ?? "\\N"}\t${array(row.scopesUsed)}\t${nullable(row.thirdParty)}\t${nullable(row.parentKey)}\t${nullableNumber(row.familyCount)}\t${nullableNumber(
    row.familyLongest,
  )}`;
  const besides = `\t${row.hmac ?? "\\N"}\t${row.hmac === null ? "\\N" : pepperVersion}\t${row.sha256 ?? "\\N"}\t${nullable(row.keyId)}\t${to.ownerId ?? "\\N"}\t${
    to.backupId ?? "\\N"
  }\t${nullable(row.purpose)}\t${to.workloadId ?? "\\N"}\n`;
  return {
    hash: hash("sha256", before + disabled + after + besides, "base64url").slice(0, factsLength),
    facts: `${before}${disabled === undatedDisabled ? at : disabled}${after}`,
    besides,
  };
}
