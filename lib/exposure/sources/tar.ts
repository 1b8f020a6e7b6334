import { once } from "node:events";
import { Parser, type ReadEntry } from "tar";
import { type Budget, Unlookable } from "./budget";
import type { Entry } from "./piece";

export const isTar = (head: Uint8Array): boolean => Buffer.from(head.subarray(257, 262)).toString("latin1") === "ustar";

/** The files of a tar as it arrives; each is to be read before the next comes. */
export async function* tarEntries(source: AsyncIterable<Uint8Array>, budget: Budget): AsyncGenerator<Entry & { size: number }> {
  const waiting: ReadEntry[] = [];
  let wake: () => void = () => {};
  let over = false;
  let fault: unknown = null;
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      waiting.push(entry);
      wake();
    },
  });
  const end = (error: unknown = null) => {
    over = true;
    fault ??= error;
    wake();
  };
  parser.on("end", () => end());
  parser.on("error", end);
  const feeding = feed(parser, source).catch(end);
  try {
    for (;;) {
      const entry = waiting.shift();
      if (entry) {
        if (entry.type === "File" || entry.type === "OldFile" || entry.type === "ContiguousFile")
          yield { path: entry.path, at: entry.mtime ?? null, size: entry.size, bytes: budget.counted(entry as AsyncIterable<Buffer>) };
        // what nobody read is passed over
        entry.resume();
        continue;
      }
      if (over) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    if (!over) parser.abort(new Error("nobody reads further"));
    await feeding;
  }
  if (fault) throw fault instanceof Unlookable ? fault : new Unlookable("malformed", (fault as Error).message);
}

async function feed(parser: Parser, source: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of source) if (!parser.write(Buffer.from(chunk))) await once(parser, "drain");
  parser.end();
}
