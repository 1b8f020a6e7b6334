import { fileKind } from "../../detection/secrets/engine/file-kind";
import type { Location } from "../../domain/exposures";
import type { Commit, Hunk } from "./git-log";
import type { LineAddress } from "./git-web";
import type { About, Piece } from "./piece";
import { Segments } from "./segments";

/** A hunk with more is passed on as it comes. */
const mostHeld = 256 * 1024;

/** A hunk that is passed on as it comes. */
interface Flow {
  hunk: Hunk;
  parts: Uint8Array[];
  over: boolean;
}

/** Gathers what a log adds: short hunks with each other, so that none is parted and starting costs nothing; a long one by itself. */
export class Hunks {
  /** what a path says of its text holds for a whole piece */
  private readonly gathered = new Map<string, Segments<Hunk>>();
  private current: Hunk | null = null;
  private held: Uint8Array[] = [];
  private length = 0;
  private flow: Flow | null = null;

  constructor(private readonly address: LineAddress) {}

  begin(hunk: Hunk): void {
    this.close();
    this.current = hunk;
  }

  add(bytes: Uint8Array): void {
    if (this.flow) this.flow.parts.push(bytes);
    else {
      this.held.push(bytes);
      this.length += bytes.length;
    }
  }

  /** Nothing more belongs to the hunk. */
  close(): void {
    if (this.flow) this.flow.over = true;
    else if (this.current) {
      const segments = this.segmentsOf(this.current);
      segments.begin(this.current);
      for (const bytes of this.held) segments.append(bytes);
    }
    [this.current, this.flow, this.held, this.length] = [null, null, [], 0];
  }

  /** What was gathered of hunks that are whole. */
  *take(which: "full" | "all"): Generator<{ piece: Piece }> {
    for (const segments of this.gathered.values()) {
      const piece = which === "all" || segments.full ? segments.take() : null;
      if (piece) yield { piece };
    }
  }

  /** The hunk that is too long to be held, where there is one; `more` has the log go on and says whether it does. To be read to its end by `rest`. */
  flowing(more: () => Promise<boolean>): { piece: Piece; rest(): Promise<void> } | null {
    if (!this.current || this.length <= mostHeld) return null;
    const flow: Flow = { hunk: this.current, parts: this.held, over: false };
    [this.flow, this.held, this.length] = [flow, [], 0];
    async function* content(): AsyncGenerator<Uint8Array> {
      for (let goesOn = true; goesOn; ) {
        if (flow.parts.length > 0) yield Buffer.concat(flow.parts.splice(0));
        goesOn = !flow.over && (await more());
      }
      if (flow.parts.length > 0) yield Buffer.concat(flow.parts.splice(0));
    }
    const { hunk } = flow;
    return {
      piece: { ...aboutOf(hunk), pathAt: () => hunk.path, content: content(), locate: ({ line }) => this.place(hunk, line) },
      rest: async () => {
        while (!flow.over && (await more())) flow.parts = [];
      },
    };
  }

  private segmentsOf(hunk: Hunk): Segments<Hunk> {
    const key = hunk.message ? "message" : fileKind(hunk.path);
    const segments =
      this.gathered.get(key) ??
      new Segments<Hunk>(
        aboutOf(hunk),
        ({ path }) => path,
        (at, line) => this.place(at, line),
      );
    this.gathered.set(key, segments);
    return segments;
  }

  /** Where a line of a hunk stands. What a commit says itself is no file, and has no address. */
  private place({ commit, path, line: first, message }: Hunk, line: number): Location {
    const at = first + line - 1;
    return { path, line: at, ...byCommit(commit), url: message ? null : this.address(commit.id, path, at) };
  }
}

/** What people write about a change they write to each other. */
const aboutOf = ({ message }: Hunk): About => ({ channel: "code", prose: message });

/** What a commit says of all that stands in it. */
export function byCommit({ id, author, at }: Commit): Omit<Location, "path" | "line"> {
  return { reference: id, author, at: momentOf(at), url: null };
}

/** Seconds since 1970 as a moment; null where they lead beyond what a date can be. */
export function momentOf(seconds: number): string | null {
  const at = new Date(seconds * 1000);
  return Number.isNaN(at.getTime()) || at.getUTCFullYear() > 9999 || at.getUTCFullYear() < 1 ? null : at.toISOString();
}
