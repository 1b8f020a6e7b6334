import { runGit } from "./git-command";

/** Content by its id; null for what is larger than was asked for, or not there (a partial clone). */
export interface Blob {
  id: string;
  size: number;
  content: Buffer | null;
}

const newline = 10;

/** The contents of blobs, each once: all of them by one program, however many they are. Only one is held at a time. */
export async function* blobsOf(folder: string, ids: readonly string[], most: number): AsyncGenerator<Blob> {
  if (ids.length === 0) return;
  const git = runGit(folder, ["cat-file", "--batch"]);
  // one that ends early is noticed where its output ends
  git.stdin.on("error", () => {});
  git.stdin.end(`${[...new Set(ids)].join("\n")}\n`);
  const output = new Output(git.stdout);
  try {
    for (let header = await output.line(); header !== null; header = await output.line()) {
      const [id = "", type, length] = header.split(" ");
      const size = type === "missing" ? 0 : Number(length);
      const kept = type !== "missing" && size <= most;
      const content = type === "missing" ? null : await output.take(size, kept);
      // the line end behind it
      if (type !== "missing") await output.take(1, false);
      yield { id, size, content: kept ? content : null };
    }
  } finally {
    git.kill();
  }
}

/** What a program prints, in lines and in stretches of known length. */
class Output {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(stdout: AsyncIterable<Buffer>) {
    this.chunks = stdout[Symbol.asyncIterator]();
  }

  /** The next line without its end; null once nothing follows. */
  async line(): Promise<string | null> {
    for (;;) {
      const end = this.rest.indexOf(newline);
      if (end >= 0) {
        const line = this.rest.toString("latin1", 0, end);
        this.rest = this.rest.subarray(end + 1);
        return line;
      }
      const next = await this.chunks.next();
      if (next.done) return null;
      this.rest = Buffer.concat([this.rest, next.value]);
    }
  }

  /** The next bytes; read over and dropped where they are not to be kept. */
  async take(count: number, keep: boolean): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let left = count; left > 0; ) {
      if (this.rest.length === 0) {
        const next = await this.chunks.next();
        if (next.done) break;
        this.rest = next.value;
      }
      const part = this.rest.subarray(0, left);
      if (keep) parts.push(part);
      this.rest = this.rest.subarray(part.length);
      left -= part.length;
    }
    return Buffer.concat(parts);
  }
}
