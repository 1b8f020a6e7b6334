import { open } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { LatchKind } from "./authority/case";
import type { SightedDeparture } from "./departures";

const Entry = z.discriminatedUnion("is", [
  z.strictObject({ is: z.literal("seen"), digest: z.string(), at: z.iso.datetime() }),
  z.strictObject({ is: z.literal("latch"), request: z.string(), kind: z.enum(["denied", "withdrawn", "stopped"]), at: z.iso.datetime() }),
  z.strictObject({ is: z.literal("act"), request: z.string(), target: z.string(), execution: z.string(), at: z.iso.datetime() }),
  z.strictObject({ is: z.literal("departed"), change: z.string(), person: z.string(), recorded: z.iso.datetime() }),
  z.strictObject({ is: z.literal("clock"), at: z.iso.datetime() }),
]);
type Entry = z.infer<typeof Entry>;

/**
 * What this executor remembers by itself, in `<home>/journal.jsonl` (0600, one JSON object a line): first sights, latches, first acts,
 * departures, the latest time seen. The database holds the same for other executors and for people to read; whoever could rewrite it there
 * still cannot make this executor forget. Processes that share a home share the journal.
 */
export class Journal {
  private readonly seen = new Map<string, Date>();
  private readonly latched = new Set<string>();
  private readonly acts = new Map<string, string>();
  private readonly left = new Map<string, SightedDeparture>();
  private latest: Date | null = null;
  private offset = 0;
  private turn: Promise<void> = Promise.resolve();
  /** lines that could not be read: cut off by a crash, so what they were about did not happen */
  damaged = 0;

  private constructor(private readonly file: string) {}

  static async open(home: string): Promise<Journal> {
    const journal = new Journal(path.join(home, "journal.jsonl"));
    await journal.refresh();
    return journal;
  }

  firstSight(digest: string): Date | undefined {
    return this.seen.get(digest);
  }
  isLatched(request: string, kind: LatchKind): boolean {
    return this.latched.has(`${request} ${kind}`);
  }
  /** the execution under which the target was first acted on, if ever */
  actOn(request: string, target: string): string | undefined {
    return this.acts.get(`${request} ${target}`);
  }
  /** of people whom trust rests on */
  get departures(): SightedDeparture[] {
    return [...this.left.values()];
  }
  get highWater(): Date | null {
    return this.latest;
  }

  async see(sights: ReadonlyMap<string, Date>): Promise<void> {
    const fresh = [...sights].filter(([digest]) => !this.seen.has(digest));
    await this.append(fresh.map(([digest, at]) => ({ is: "seen", digest, at: at.toISOString() })));
  }
  async latch(request: string, kind: LatchKind, at: Date): Promise<void> {
    if (!this.isLatched(request, kind)) await this.append([{ is: "latch", request, kind, at: at.toISOString() }]);
  }
  /** Written, and on disk, before the first call that could change the target. */
  async act(request: string, target: string, execution: string, at: Date): Promise<void> {
    if (this.actOn(request, target) === undefined) await this.append([{ is: "act", request, target, execution, at: at.toISOString() }]);
  }
  async depart(departures: readonly SightedDeparture[]): Promise<void> {
    const fresh = departures.filter(({ change }) => !this.left.has(change));
    await this.append(fresh.map(({ change, person, recorded }) => ({ is: "departed", change, person, recorded: recorded.toISOString() })));
  }
  async mark(at: Date): Promise<void> {
    await this.append([{ is: "clock", at: at.toISOString() }]);
  }

  /** Takes in what was written since, by this process or another one with the same home. */
  refresh(): Promise<void> {
    return this.inTurn(() => this.takeIn());
  }

  /** One at a time: two that read on from the same place would each move it, and what lies between would be skipped. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async takeIn(): Promise<void> {
    const handle = await open(this.file, "a+", 0o600);
    try {
      const { size } = await handle.stat();
      if (size <= this.offset) return;
      const from = this.offset;
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - from), 0, size - from, from);
      const whole = buffer.subarray(0, bytesRead).lastIndexOf(10) + 1;
      this.offset = from + whole;
      for (const line of buffer.toString("utf8", 0, whole).split("\n")) if (line !== "") this.take(line);
    } finally {
      await handle.close();
    }
  }

  private async append(entries: Entry[]): Promise<void> {
    if (entries.length === 0) return;
    const handle = await open(this.file, "a", 0o600);
    try {
      // A line that a crash cut off must not swallow this one.
      await handle.appendFile(`\n${entries.map((entry) => `${JSON.stringify(entry)}\n`).join("")}`);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await this.refresh();
  }

  private take(line: string): void {
    const entry = read(line);
    if (!entry) {
      this.damaged++;
      return;
    }
    if (entry.is === "departed") {
      const { change, person, recorded } = entry;
      if (!this.left.has(change)) this.left.set(change, { change, person, recorded: new Date(recorded) });
      return;
    }
    const at = new Date(entry.at);
    if (entry.is === "seen" && !this.seen.has(entry.digest)) this.seen.set(entry.digest, at);
    if (entry.is === "latch") this.latched.add(`${entry.request} ${entry.kind}`);
    if (entry.is === "act") this.acts.set(`${entry.request} ${entry.target}`, entry.execution);
    if (entry.is === "clock" && (!this.latest || at > this.latest)) this.latest = at;
  }
}

function read(line: string): Entry | null {
  try {
    return Entry.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
