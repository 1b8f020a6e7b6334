import { unquotedPath } from "./git-path";

/** One commit, as its header says. */
export interface Commit {
  id: string;
  author: string;
  /** seconds since 1970 */
  at: number;
}

/** Lines that a commit added to a file, in a row. */
export interface Hunk {
  commit: Commit;
  path: string;
  /** of its first line, in the file as the commit leaves it */
  line: number;
  /** it is what the commit says of itself */
  message: boolean;
}

/** Hears what the log says, in its order. */
export interface LogListener {
  commit(commit: Commit): void;
  hunk(hunk: Hunk): void;
  /** lines of the hunk with their ends; a long one in parts */
  added(bytes: Uint8Array): void;
  /** nothing more belongs to the hunk */
  over(): void;
  /** content that git takes for binary; `blob` is its id */
  binary(commit: Commit, path: string, blob: string): void;
}

/** What `git log` is asked to print; {@link GitLog} reads it. A NUL begins each commit and ends its message: none stands in what git prints otherwise. */
export const logFormat = "%x00%H%x00%an <%ae>%x00%at%x00%n%B%x00";
/** The path of what a commit's message says, which is read as lines that the commit adds. */
export const messagePath = "commit message";

/** So much is held of a line. More of what is added is passed on in parts; a header (a path, a name) is cut there. */
const longestLine = 256 * 1024;
const longestAuthor = 1000;
const [newline, plus, minus, space, at, backslash, nul] = [10, 43, 45, 32, 64, 92, 0];

/**
 * Reads `git log -p -U0 --full-index` as it arrives. Lines of a hunk are counted, not guessed from their look: content may look like a header.
 * Of merges git shows what differs from every parent (`--diff-merges=dense-combined`); a line was added where it was in none of them.
 */
export class GitLog {
  /** the line that has no end yet, as it came */
  private rest: Buffer[] = [];
  private held = 0;
  /** what becomes of the rest of a line too long to be held */
  private flow: "added" | "dropped" | null = null;
  /** the last sign of its part before */
  private last = 0;
  private commit: Commit | null = null;
  private message = false;
  private path: string | null = null;
  private blob = "";
  /** lines still to come of each parent, and of the result */
  private old: number[] = [];
  private fresh = 0;
  private line = 0;
  private open = false;

  constructor(private readonly listener: LogListener) {}

  push(chunk: Buffer): void {
    let from = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      this.ended(chunk.subarray(from, end + 1));
      from = end + 1;
    }
    if (from < chunk.length) this.begun(chunk.subarray(from));
  }

  end(): void {
    if (this.held > 0 || this.flow) this.ended(Buffer.alloc(0));
    this.close();
  }

  /** The last bytes of a line. */
  private ended(bytes: Buffer): void {
    if (this.flow) {
      const ofMessage = this.message && this.flow === "added";
      this.flowOn(bytes);
      this.flow = null;
      if (ofMessage) this.line++;
      // its last sign may have come with the part before
      if (ofMessage && (bytes.length > 1 ? bytes.at(-2) : this.last) === nul) this.closeMessage();
      return;
    }
    const whole = this.held === 0 ? bytes : Buffer.concat([...this.rest, bytes]);
    [this.rest, this.held] = [[], 0];
    this.take(whole);
  }

  /** Bytes of a line that goes on. */
  private begun(bytes: Buffer): void {
    if (this.flow) {
      this.flowOn(bytes);
      return;
    }
    this.rest.push(bytes);
    this.held += bytes.length;
    if (this.held <= longestLine) return;
    const whole = Buffer.concat(this.rest);
    [this.rest, this.held] = [[], 0];
    if (this.message) this.flow = "added";
    else if (this.inHunk) this.flow = this.counted(whole) ? "added" : "dropped";
    else {
      this.takeHeader(whole);
      this.flow = "dropped";
    }
    if (this.flow === "added") this.add(this.message ? whole : whole.subarray(this.old.length));
    this.last = whole.at(-1) ?? 0;
  }

  private flowOn(bytes: Buffer): void {
    if (this.flow === "added" && bytes.length > 0) this.listener.added(bytes);
    if (bytes.length > 0 && bytes.at(-1) !== newline) this.last = bytes.at(-1) as number;
  }

  private get inHunk(): boolean {
    return this.fresh > 0 || this.old.some((left) => left > 0);
  }

  private take(bytes: Buffer): void {
    if (this.message) this.takeMessage(bytes);
    else if (!this.inHunk) this.takeHeader(bytes);
    else if (this.counted(bytes)) this.add(bytes.subarray(this.old.length));
  }

  /** Lines of a message, to the NUL that git puts behind it. */
  private takeMessage(bytes: Buffer): void {
    const last = bytes.at(-2) === nul;
    const said = last ? bytes.subarray(0, -2) : bytes;
    if (said.length > 0) this.add(said);
    this.line++;
    if (last) this.closeMessage();
  }

  private closeMessage(): void {
    this.message = false;
    this.close();
  }

  /** Counts a line of a hunk; whether the commit added it. */
  private counted(bytes: Buffer): boolean {
    const parents = this.old.length;
    if (bytes[0] === backslash) return false;
    let gone = false;
    let everywhere = true;
    for (let parent = 0; parent < parents; parent++) {
      const sign = bytes[parent];
      if (sign === minus) gone = true;
      if (sign !== plus) everywhere = false;
    }
    for (let parent = 0; parent < parents; parent++) {
      const sign = bytes[parent];
      if (sign === minus || (sign === space && !gone)) (this.old[parent] as number)--;
    }
    if (gone) return false;
    this.fresh--;
    this.line++;
    if (!everywhere) this.close();
    return everywhere;
  }

  /** What was added at the line that was counted last. */
  private add(bytes: Buffer): void {
    const { message } = this;
    const [path, line] = message ? [messagePath, this.line] : [this.path as string, this.line - 1];
    if (!this.open) this.listener.hunk({ commit: this.commit as Commit, path, line, message });
    this.open = true;
    this.listener.added(bytes);
  }

  private close(): void {
    if (this.open) this.listener.over();
    this.open = false;
  }

  private takeHeader(bytes: Buffer): void {
    this.close();
    const first = bytes[0];
    if (first === nul) this.takeCommit(bytes.toString("utf8"));
    else if (first === at) this.takeHunk(bytes.toString("latin1"));
    else if (first === plus) this.path = pathOf(bytes.toString("utf8", 4, bytes.length - 1), "b/");
    else this.takeBlob(bytes);
  }

  private takeBlob(bytes: Buffer): void {
    const text = bytes.toString("utf8", 0, bytes.length - 1);
    const index = /^index [0-9a-f,]+\.\.([0-9a-f]+)/.exec(text);
    if (index) this.blob = index[1] as string;
    const binary = /^Binary files .* and (.+) differ$/.exec(text);
    if (binary && this.commit && binary[1] !== "/dev/null") this.listener.binary(this.commit, pathOf(binary[1] as string, "b/"), this.blob);
  }

  private takeCommit(text: string): void {
    const [, id, author, seconds] = text.split("\0");
    this.commit = { id: id as string, author: (author ?? "").slice(0, longestAuthor), at: Number(seconds) };
    this.listener.commit(this.commit);
    [this.message, this.line] = [true, 1];
  }

  /** `@@ -1,2 +3,4 @@`; of a merge with one more @ and one more range for each further parent. */
  private takeHunk(text: string): void {
    const ranges = [...text.slice(0, text.indexOf("@", text.search(/[^@]/))).matchAll(/([-+])(\d+)(?:,(\d+))?/g)];
    const counts = ranges.map(([, , , count]) => (count === undefined ? 1 : Number(count)));
    this.fresh = counts.at(-1) ?? 0;
    this.old = counts.slice(0, -1);
    this.line = Math.max(1, Number(ranges.at(-1)?.[2] ?? 1));
  }
}

/** A path as a header writes it: quoted like in C where it holds strange signs, with a tab after it where it holds spaces. */
function pathOf(text: string, prefix: string): string {
  const path = unquotedPath(text.endsWith("\t") ? text.slice(0, -1) : text);
  return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}
