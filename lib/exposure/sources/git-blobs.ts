import { Unlookable } from "./budget";
import { runGit } from "./git-command";

/** Content by its id, to be read before the next comes; null for what is not there (a partial clone). */
export interface Blob {
  id: string;
  size: number;
  bytes: AsyncIterable<Uint8Array> | null;
}

const newline = 10;

/** The contents of blobs and tags, each once: all of them by one program, however many they are. What nobody reads is passed over. Throws what the signal was aborted with. */
export async function* blobsOf(folder: string, ids: readonly string[], signal?: AbortSignal): AsyncGenerator<Blob> {
  if (ids.length === 0) return;
  const git = runGit(folder, ["cat-file", "--batch"], signal);
  // one that ends early is noticed where its output ends
  git.stdin.on("error", () => {});
  git.stdin.end(`${[...new Set(ids)].join("\n")}\n`);
  const output = new Output(git.stdout);
  try {
    for (let header = await output.line(); header !== null; header = await output.line()) {
      const [id = "", type, length] = header.split(" ");
      if (type === "missing") yield { id, size: 0, bytes: null };
      else {
        const size = Number(length);
        yield { id, size, bytes: output.begin(size) };
        // what was not read, and the line end behind it
        await output.passOver();
      }
    }
    signal?.throwIfAborted();
  } finally {
    git.kill();
    git.stdout.destroy();
  }
}

/** What a program prints, in lines and in stretches of known length. */
class Output {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);
  /** of the stretch that was begun */
  private left = 0;

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

  /** The next bytes, as they come. */
  begin(count: number): AsyncGenerator<Uint8Array> {
    this.left = count;
    return this.stretch();
  }

  private async *stretch(): AsyncGenerator<Uint8Array> {
    for (let part = await this.part(); part; part = await this.part()) yield part;
    if (this.left > 0) throw new Unlookable("truncated", "git ended before the end of it");
  }

  private async part(): Promise<Uint8Array | null> {
    if (this.left === 0) return null;
    if (this.rest.length === 0) {
      const next = await this.chunks.next();
      if (next.done) return null;
      this.rest = next.value;
    }
    const part = this.rest.subarray(0, this.left);
    this.rest = this.rest.subarray(part.length);
    this.left -= part.length;
    return part;
  }

  async passOver(): Promise<void> {
    while (await this.part());
    this.left = 1;
    await this.part();
  }
}
