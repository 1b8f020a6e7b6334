import type { ImportRun } from "../parts";
import { copied, type FactsLine, factColumns, type Resolved } from "./copy-line";
import { Lines } from "./lines";
import type { TokenRow } from "./read-token";

/** The tables that a new token goes into, and the columns of a line. */
export const newTokenColumns = {
  token: `${factColumns}, connection_id, handle, imported, first_seen_at, last_seen_at, creator_from, issued_from, expires_from, last_used_from, rotated_from, scopes_used_from`,
  token_fingerprint: "token_id, kind, value, pepper_version",
  ownership: "token_id, set_by, set_at, evidence, person_id, backup_person_id, state, purpose, purpose_by, purpose_at",
  token_workload: "token_id, set_by, set_at, evidence, workload_id, basis",
  reevaluation: "token_id",
};
export type NewTokenTable = keyof typeof newTokenColumns;
const none = "\\N";

/** The lowest and the highest of ids. */
export type Ends = readonly [string, string];

/** Tokens that the inventory is certain not to know, as lines for COPY into its own tables: what applyTokens makes of a staged row. */
export class NewTokens {
  private ends: Ends | null = null;
  private readonly lines: Record<NewTokenTable, Lines> = {
    token: new Lines(),
    token_fingerprint: new Lines(),
    ownership: new Lines(),
    token_workload: new Lines(),
    reevaluation: new Lines(),
  };
  private readonly source: string;
  private readonly startedBy: string;
  private readonly evidence: string;
  private readonly seen: string;
  private readonly connection: string;

  /** `at`: when they were seen, ISO 8601 */
  constructor(
    run: ImportRun,
    private readonly pepperVersion: number,
    private readonly at: string,
  ) {
    this.source = copied(run.source);
    this.startedBy = copied(run.startedBy);
    this.evidence = copied(JSON.stringify({ source: run.source, import: run.id }));
    this.seen = `true\t${at}\t${at}`;
    this.connection = run.connectionId as string;
  }

  get count(): number {
    return this.lines.token.count;
  }

  add(id: string, factsHash: string, { facts }: FactsLine, row: TokenRow, to: Resolved): void {
    const { lines, source } = this;
    lines.token.add(
      `${id}\t${factsHash}\t${facts}\t${this.connection}\t${copied(row.handleKey)}\t${this.seen}\t${to.creatorId === null ? none : source}\t${row.issued === null ? none : source}\t${
        row.expiry === "unknown" ? none : source
      }\t${row.lastUsed === null ? none : source}\t${row.rotated === null ? none : source}\t${row.scopesUsed === null ? none : source}\n`,
    );
    if (row.hmac !== null) lines.token_fingerprint.add(`${id}\thmac_sha256\t${row.hmac}\t${this.pepperVersion}\n`);
    if (row.sha256 !== null) lines.token_fingerprint.add(`${id}\tsha256\t${row.sha256}\t0\n`);
    if (row.keyId !== null) lines.token_fingerprint.add(`${id}\tkey_id\t${copied(row.keyId)}\t0\n`);
    const said = `${id}\t${this.startedBy}\t${this.at}\t${this.evidence}`;
    if (to.ownerId !== null || row.purpose !== null) {
      const purpose = row.purpose === null ? "\\N\t\\N\t\\N" : `${copied(row.purpose)}\t${this.startedBy}\t${this.at}`;
      lines.ownership.add(`${said}\t${to.ownerId ?? "\\N"}\t${to.backupId ?? "\\N"}\t${to.ownerId === null ? "suggested" : "confirmed"}\t${purpose}\n`);
    }
    if (to.workloadId !== null) lines.token_workload.add(`${said}\t${to.workloadId}\timported\n`);
    lines.reevaluation.add(`${id}\n`);
    this.ends = spanned(this.ends, [id, id]);
  }

  /** Hands on what was added since, a table after the other. Nothing may be added meanwhile. Returns how many tokens that were, and the ends of their ids. */
  async write(copy: (table: NewTokenTable, columns: string, lines: readonly Buffer[]) => Promise<void>): Promise<{ count: number; ends: Ends | null }> {
    const { count, ends } = this;
    this.ends = null;
    for (const [table, columns] of Object.entries(newTokenColumns) as [NewTokenTable, string][])
      if (this.lines[table].count > 0) await copy(table, columns, this.lines[table].take());
    return { count, ends };
  }
}

/** The ends of both. */
export function spanned(a: Ends | null, [first, last]: Ends): Ends {
  if (a === null) return [first, last];
  return [first < a[0] ? first : a[0], last < a[1] ? a[1] : last];
}
