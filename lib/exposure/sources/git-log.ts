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
}

/** Hears what the log says, in its order. */
export interface LogListener {
  commit(commit: Commit): void;
  hunk(hunk: Hunk): void;
  /** a line of the hunk, with its end */
  added(line: Uint8Array): void;
  /** content that git takes for binary; `blob` is its id */
  binary(commit: Commit, path: string, blob: string): void;
}

/** What `git log` is asked to print; {@link GitLog} reads it. A NUL begins each commit: none stands in what git prints otherwise. */
export const logFormat = "%x00%H%x00%an <%ae>%x00%at%x00";

const [newline, plus, minus, space, at, backslash, nul] = [10, 43, 45, 32, 64, 92, 0];

/**
 * Reads `git log -p -U0 --full-index` as it arrives. Lines of a hunk are counted, not guessed from their look: content may look like a header.
 * Of merges git shows what differs from every parent (`--diff-merges=dense-combined`); a line was added where it was in none of them.
 */
export class GitLog {
  private rest: Buffer = Buffer.alloc(0);
  private commit: Commit | null = null;
  private path: string | null = null;
  private blob = "";
  /** lines still to come of each parent, and of the result */
  private old: number[] = [];
  private fresh = 0;
  private line = 0;
  private open = false;

  constructor(private readonly listener: LogListener) {}

  push(chunk: Buffer): void {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    let from = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, from)) {
      this.take(bytes, from, end + 1);
      from = end + 1;
    }
    this.rest = from === 0 && bytes !== chunk ? bytes : Buffer.from(bytes.subarray(from));
  }

  end(): void {
    if (this.rest.length > 0) this.take(this.rest, 0, this.rest.length);
    this.rest = Buffer.alloc(0);
  }

  private take(bytes: Buffer, from: number, to: number): void {
    if (this.fresh > 0 || this.old.some((left) => left > 0)) this.takeContent(bytes, from, to);
    else this.takeHeader(bytes, from, to);
  }

  private takeContent(bytes: Buffer, from: number, to: number): void {
    const parents = this.old.length;
    if (bytes[from] === backslash) return;
    let gone = false;
    let everywhere = true;
    for (let parent = 0; parent < parents; parent++) {
      const sign = bytes[from + parent];
      if (sign === minus) gone = true;
      if (sign !== plus) everywhere = false;
    }
    for (let parent = 0; parent < parents; parent++) {
      const sign = bytes[from + parent];
      if (sign === minus || (sign === space && !gone)) (this.old[parent] as number)--;
    }
    if (gone) return;
    this.fresh--;
    const line = this.line++;
    if (!everywhere) {
      this.open = false;
      return;
    }
    if (!this.open) this.listener.hunk({ commit: this.commit as Commit, path: this.path as string, line });
    this.open = true;
    this.listener.added(bytes.subarray(from + parents, to));
  }

  private takeHeader(bytes: Buffer, from: number, to: number): void {
    const first = bytes[from];
    if (first === nul) this.takeCommit(bytes.toString("utf8", from, to));
    else if (first === at) this.takeHunk(bytes.toString("latin1", from, to));
    else if (first === plus) this.path = pathOf(bytes.toString("utf8", from + 4, to - 1), "b/");
    else this.takeBlob(bytes, from, to);
  }

  private takeBlob(bytes: Buffer, from: number, to: number): void {
    const text = bytes.toString("utf8", from, to - 1);
    const index = /^index [0-9a-f,]+\.\.([0-9a-f]+)/.exec(text);
    if (index) this.blob = index[1] as string;
    const binary = /^Binary files .* and (.+) differ$/.exec(text);
    if (binary && this.commit && binary[1] !== "/dev/null") this.listener.binary(this.commit, pathOf(binary[1] as string, "b/"), this.blob);
  }

  private takeCommit(text: string): void {
    const [, id, author, seconds] = text.split("\0");
    this.commit = { id: id as string, author: author as string, at: Number(seconds) };
    this.listener.commit(this.commit);
  }

  /** `@@ -1,2 +3,4 @@`; of a merge with one more @ and one more range for each further parent. */
  private takeHunk(text: string): void {
    const ranges = [...text.slice(0, text.indexOf("@", text.search(/[^@]/))).matchAll(/([-+])(\d+)(?:,(\d+))?/g)];
    const counts = ranges.map(([, , , count]) => (count === undefined ? 1 : Number(count)));
    this.fresh = counts.at(-1) ?? 0;
    this.old = counts.slice(0, -1);
    this.line = Math.max(1, Number(ranges.at(-1)?.[2] ?? 1));
    this.open = false;
  }
}

/** A path as a header writes it: quoted like in C where it holds strange signs, with a tab after it where it holds spaces. */
function pathOf(text: string, prefix: string): string {
  const path = unquotedPath(text.endsWith("\t") ? text.slice(0, -1) : text);
  return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}
