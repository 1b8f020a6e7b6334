import { openCheckpoint } from "./checkpoint";
import { ExportCheckpoint, ExportEntry, ExportHeader } from "./export";
import { leafHash } from "./leaf";
import { Tree } from "./tree";

export interface Verified {
  ok: true;
  entries: number;
  checkpoints: number;
  /** the last signed head, as its note */
  head: string;
}
export interface Broken {
  ok: false;
  /** 1-based line of the file, where the fault shows */
  line: number;
  /** tree index of the first bad entry; with `from`, the first of the entries among which it lies */
  entry: number | null;
  reason: string;
}
export type Verdict = Verified | Broken;

export interface VerifyOptions {
  /** C2SP verifier key, held by the one who verifies */
  key: string;
  /** a checkpoint note kept from an earlier day: the log must still contain exactly what it covered */
  since?: string;
}

/**
 * Checks an export from its lines alone, without database or network, in one pass and flat memory.
 * Names the first bad entry: by its own hash when only the entry was altered, else by the checkpoint whose root no longer fits.
 */
export async function verifyExport(lines: AsyncIterable<string> | Iterable<string>, options: VerifyOptions): Promise<Verdict> {
  const walk = new Walk(options);
  for await (const text of lines) {
    const broken = walk.take(text);
    if (broken) return broken;
  }
  return walk.end();
}

class Walk {
  private readonly tree = Tree.empty();
  private readonly since;
  private line = 0;
  private origin: string | null = null;
  private checkpoints = 0;
  private proven = 0;
  private head = "";
  private sinceSeen = false;

  constructor(private readonly options: VerifyOptions) {
    this.since = options.since === undefined ? null : openCheckpoint(options.since, options.key);
  }

  take(text: string): Broken | null {
    this.line += 1;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return this.broken(this.tree.size, "the line is not JSON: the file was cut or altered");
    }
    if (this.line === 1) return this.header(value);
    if (ExportCheckpoint.safeParse(value).success) return this.checkpoint((value as { checkpoint: string }).checkpoint);
    const entry = ExportEntry.safeParse(value);
    if (!entry.success)
      return this.broken(this.tree.size, `entry ${this.tree.size} is malformed or missing (${entry.error.issues[0]?.path.join(".") || "shape"})`);
    return this.entry(entry.data);
  }

  end(): Verdict {
    if (this.line === 0) return this.broken(null, "the file is empty");
    if (this.checkpoints === 0 && this.tree.size > 0) return this.broken(0, "the file holds entries but no checkpoint: nothing vouches for them");
    if (this.proven < this.tree.size) return this.broken(this.proven, `entries from ${this.proven} on are covered by no checkpoint`);
    if (this.since && !this.sinceSeen)
      return this.broken(
        this.tree.size,
        `the log ends at ${this.tree.size} entries, but the checkpoint you hold covers ${this.since.size}: entries were cut off`,
      );
    return { ok: true, entries: this.tree.size, checkpoints: this.checkpoints, head: this.head };
  }

  private header(value: unknown): Broken | null {
    const header = ExportHeader.safeParse(value);
    if (!header.success) return this.broken(null, "the file does not begin with the header of a Countersign audit export");
    this.origin = `countersign/audit/${header.data.deployment}`;
    return this.compareSince();
  }

  private entry({ index, hash, entry }: ExportEntry): Broken | null {
    if (index !== this.tree.size) return this.broken(this.tree.size, `entry ${this.tree.size} is missing: the next one in the file is ${index}`);
    const leaf = leafHash(entry);
    if (leaf.toString("hex") !== hash)
      return this.broken(index, `entry ${index} (${entry.action} by ${entry.actor} at ${entry.at}) is not the one that was sealed: its hash differs`);
    this.tree.append(leaf);
    return this.compareSince();
  }

  /** The checkpoint the verifier holds must fit the tree at its own size. */
  private compareSince(): Broken | null {
    if (!this.since || this.since.size !== this.tree.size) return null;
    this.sinceSeen = true;
    if (this.since.origin !== this.origin) return this.broken(null, `the checkpoint you hold is of another log (${this.since.origin})`);
    if (this.since.root.equals(this.tree.root())) return null;
    return this.broken(this.proven, `the first ${this.tree.size} entries are not those of the checkpoint you hold: the log was rewritten`);
  }

  private checkpoint(note: string): Broken | null {
    let head: ReturnType<typeof openCheckpoint>;
    try {
      head = openCheckpoint(note, this.options.key);
    } catch (error) {
      return this.broken(this.proven, error instanceof Error ? error.message : String(error));
    }
    if (head.origin !== this.origin) return this.broken(null, `the checkpoint of size ${head.size} is of another log (${head.origin})`);
    if (head.size !== this.tree.size)
      return this.broken(this.tree.size, `a checkpoint covers ${head.size} entries, but ${this.tree.size} stand before it: entries were removed or added`);
    if (!head.root.equals(this.tree.root()))
      return this.broken(
        this.proven,
        `one of the entries ${this.proven} to ${head.size - 1} was altered together with its hash: the signed root of ${head.size} entries differs`,
      );
    this.checkpoints += 1;
    this.proven = head.size;
    this.head = note;
    return null;
  }

  private broken(entry: number | null, reason: string): Broken {
    return { ok: false, line: this.line, entry, reason };
  }
}
