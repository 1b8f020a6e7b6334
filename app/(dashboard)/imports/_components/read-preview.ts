import { isGzip, TextDecoding } from "@/lib/imports/read/decode-text";
import { FileFault } from "@/lib/imports/read/file-fault";
import { type Format, readerOf, sniffFormat } from "@/lib/imports/read/sniff-format";

/** The beginning of a file, cut into rows. */
export interface Preview {
  format: Format;
  header: string[];
  rows: string[][];
}

const most = 256 * 1024;
const shown = 20;

/** Reads a file's first rows here in the browser, with the very readers that the collector uses. Throws FileFault. */
export async function readPreview(file: File, chosen: Format | null): Promise<Preview> {
  const bytes = new Uint8Array(await file.slice(0, most).arrayBuffer());
  const [head, whole] = isGzip(bytes) ? [await unpackedHead(bytes), false] : [bytes, file.size <= most];
  const text = new TextDecoding().push(head, whole || head.length < 64);
  const format = chosen ?? sniffFormat(text);
  const reader = await readerOf(format, null);
  // a file that is wholly here is read to its end, so that its last row shows too
  const { rows } = reader.push(text, whole);
  const header = [...(reader.header ?? [])];
  if (header.length === 0) throw new FileFault("The file is empty: it has no row beside its header.");
  return { format, header, rows: rows.filter((row) => row.length > 0).slice(0, shown) };
}

async function unpackedHead(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    while (size < most) {
      const { value, done } = await reader.read();
      if (done) break;
      parts.push(value);
      size += value.length;
    }
  } catch {
    // only the beginning of the archive was given, so it ends early
  }
  if (size === 0) throw new FileFault("The gzip archive is damaged. Pack it anew, or choose the file unpacked.");
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
}
