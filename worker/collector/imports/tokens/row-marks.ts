import { hash, hkdfSync } from "node:crypto";
import { type Pepper, pepperKey } from "../../../../lib/fingerprints/pepper";
import { columnIndexes } from "../column-indexes";
import type { ImportRun } from "../parts";
import type { Resolved } from "./copy-line";

/** To be raised when a row is read to other facts than before: what was taken in then is read anew, each time until its facts change. */
const reading = 2;
/** So many combinations of names are remembered, then they are looked up again. */
const remembered = 100_000;
/** 96 bits, as base64url */
const markLength = 16;

/**
 * Marks of rows as they stand in the file, kept beside what was taken in: a row with the mark of before, under the same columns and mapping and meaning
 * the same people, says nothing new and is not read at all (decision 52). A row may hold a secret, so a mark is keyed: SHA-256 behind a key of one
 * block, cut to 96 bits, which is a keyed function like HMAC at a third of its cost (Coron, Dodis, Malinaud, Puniya: "Merkle-Damgård
 * Revisited", 2005, chop construction). The key comes from the pepper by HKDF (RFC 5869): a fingerprint is an HMAC under the pepper itself, so that of no text anybody brings is it
 * the key.
 */
export class RowMarks {
  private readonly key: string;
  private readonly naming: readonly number[];
  private readonly meant = new Map<string, string>();

  constructor(header: readonly string[], run: ImportRun, pepper: Pepper) {
    const mapping = Object.entries(run.mapping).sort(([a], [b]) => (a < b ? -1 : 1));
    const about = JSON.stringify(["a row of an import", reading, run.connectionId, run.format, header, mapping]);
    this.key = Buffer.from(hkdfSync("sha256", pepperKey(pepper, pepper.current), "", hash("sha256", about, "buffer"), 32)).toString("hex");
    const i = columnIndexes("tokens", header, run.mapping);
    this.naming = [i.creator, i.creatorEmail, i.owner, i.backup, i.workload].filter((at) => at !== undefined && at >= 0) as number[];
  }

  /** Null while it is not known whom the row means. */
  of(names: string, raw: string): string | null {
    const meant = this.meant.get(names);
    return meant === undefined ? null : this.mark(meant, raw);
  }

  /** The same for a row whose names were looked up. */
  learn(names: string, raw: string, to: Resolved): string {
    if (this.meant.size >= remembered) this.meant.clear();
    const meant = `${to.creatorId}${to.ownerId}${to.backupId}${to.workloadId}\n`;
    // a copy: a piece of the file's text would keep all of it in memory
    this.meant.set(structuredClone(names), meant);
    return this.mark(meant, raw);
  }

  /** Whom a row names, as one text. */
  names(cells: readonly string[]): string {
    let names = "";
    for (const at of this.naming) names = `${names}${cells[at]}\0`;
    return names;
  }

  private mark(meant: string, raw: string): string {
    return hash("sha256", this.key + meant + raw, "base64url").slice(0, markLength);
  }
}
