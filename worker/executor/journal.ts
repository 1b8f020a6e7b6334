import { open, readFile, truncate } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

const Entry = z.discriminatedUnion("is", [
  z.strictObject({ is: z.literal("seen"), digest: z.string(), at: z.iso.datetime() }),
  z.strictObject({ is: z.literal("latch"), request: z.string(), kind: z.enum(["denied", "withdrawn", "stopped"]), at: z.iso.datetime() }),
  z.strictObject({ is: z.literal("act"), request: z.string(), target: z.string(), execution: z.string(), at: z.iso.datetime() }),
  z.strictObject({ is: z.literal("clock"), at: z.iso.datetime() }),
]);
type Entry = z.infer<typeof Entry>;

/**
 * What this executor remembers by itself, in `<home>/journal.jsonl` (0600, one JSON object a line): first sights, latches, first acts,
 * the latest time seen. The database holds the same for other executors and for people to read; whoever could rewrite it there
 * still cannot make this executor forget. Of two memories the stricter counts.
 */
export class Journal {
  private readonly seen = new Map<string, Date>();
  private readonly latched = new Set<string>();
  private readonly acts = new Map<string, string>();
  private latest: Date | null = null;

  private constructor(private readonly file: string) {}

  /** Reads the journal; a last line cut off by a crash is dropped. Throws when a line before it is damaged. */
  static async open(home: string): Promise<Journal> {
    const journal = new Journal(path.join(home, "journal.jsonl"));
    const text = await readFile(journal.file, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
      throw error;
    });
    const lines = text.split("\n");
    const torn = lines.pop();
    for (const [index, line] of lines.entries()) journal.take(read(line, journal.file, index + 1));
    if (torn) await truncate(journal.file, Buffer.byteLength(text) - Buffer.byteLength(torn));
    return journal;
  }

  firstSight(digest: string): Date | undefined {
    return this.seen.get(digest);
  }
  isLatched(request: string, kind: "denied" | "withdrawn" | "stopped"): boolean {
    return this.latched.has(`${request} ${kind}`);
  }
  /** the execution under which the target was first acted on, if ever */
  actOn(request: string, target: string): string | undefined {
    return this.acts.get(`${request} ${target}`);
  }
  get highWater(): Date | null {
    return this.latest;
  }

  async see(sights: ReadonlyMap<string, Date>): Promise<void> {
    const fresh = [...sights].filter(([digest]) => !this.seen.has(digest));
    await this.append(fresh.map(([digest, at]) => ({ is: "seen", digest, at: at.toISOString() })));
  }
  async latch(request: string, kind: "denied" | "withdrawn" | "stopped", at: Date): Promise<void> {
    if (!this.isLatched(request, kind)) await this.append([{ is: "latch", request, kind, at: at.toISOString() }]);
  }
  /** Written, and on disk, before the first call that could change the target. */
  async act(request: string, target: string, execution: string, at: Date): Promise<void> {
    if (this.actOn(request, target) === undefined) await this.append([{ is: "act", request, target, execution, at: at.toISOString() }]);
  }
  async mark(at: Date): Promise<void> {
    await this.append([{ is: "clock", at: at.toISOString() }]);
  }

  private async append(entries: Entry[]): Promise<void> {
    if (entries.length === 0) return;
    await this.write(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    for (const entry of entries) this.take(entry);
  }

  private take(entry: Entry): void {
    const at = new Date(entry.at);
    if (entry.is === "seen" && !this.seen.has(entry.digest)) this.seen.set(entry.digest, at);
    if (entry.is === "latch") this.latched.add(`${entry.request} ${entry.kind}`);
    if (entry.is === "act") this.acts.set(`${entry.request} ${entry.target}`, entry.execution);
    if (entry.is === "clock" && (!this.latest || at > this.latest)) this.latest = at;
  }

  private async write(text: string): Promise<void> {
    const handle = await open(this.file, "a", 0o600);
    try {
      await handle.appendFile(text);
      await handle.datasync();
    } finally {
      await handle.close();
    }
  }
}

function read(line: string, file: string, number: number): Entry {
  try {
    return Entry.parse(JSON.parse(line));
  } catch {
    throw new Error(`${file}: line ${number} is damaged. It is the executor's own memory of what was denied and done; restore it from a backup.`);
  }
}
