import { promisify } from "node:util";
import yauzl, { type Entry as ZipEntry, type ZipFile } from "yauzl";
import { type Budget, Unlookable } from "./budget";
import { unpackFault } from "./gzip";
import type { Entry } from "./piece";

export const isZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));

const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: false } as const;

/** The files of a zip, on disk or in memory, read one after the other. Throws {@link Unlookable} where the archive itself is damaged. */
export async function* zipEntries(archive: string | Buffer, budget: Budget): AsyncGenerator<Entry> {
  let zip: ZipFile;
  try {
    zip =
      typeof archive === "string"
        ? await promisify<string, typeof options, ZipFile>(yauzl.open)(archive, options)
        : await promisify<Buffer, typeof options, ZipFile>(yauzl.fromBuffer)(archive, options);
  } catch (error) {
    throw new Unlookable("malformed", (error as Error).message);
  }
  try {
    for (let entry = await nextEntry(zip); entry; entry = await nextEntry(zip)) {
      if (entry.fileName.endsWith("/")) continue;
      yield { path: entry.fileName, at: entry.getLastModDate(), bytes: bytesOf(zip, entry, budget) };
    }
  } finally {
    zip.close();
  }
}

function nextEntry(zip: ZipFile): Promise<ZipEntry | null> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => {
      zip.removeAllListeners("entry").removeAllListeners("end").removeAllListeners("error");
      then();
    };
    zip.once("entry", (entry: ZipEntry) => settle(() => resolve(entry)));
    zip.once("end", () => settle(() => resolve(null)));
    zip.once("error", (error: Error) => settle(() => reject(new Unlookable("malformed", error.message))));
    zip.readEntry();
  });
}

async function* bytesOf(zip: ZipFile, entry: ZipEntry, budget: Budget): AsyncGenerator<Uint8Array> {
  if (entry.isEncrypted()) throw new Unlookable("encrypted");
  if (!entry.canDecodeFileData()) throw new Unlookable("method", `method ${entry.compressionMethod}`);
  try {
    yield* budget.counted(await promisify(zip.openReadStream.bind(zip) as never)(entry as never));
  } catch (error) {
    if (error instanceof Unlookable) throw error;
    const fault = unpackFault(error);
    throw fault === error ? new Unlookable("malformed", (error as Error).message) : fault;
  }
}
