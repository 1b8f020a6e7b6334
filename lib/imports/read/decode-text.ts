import { counted, FileFault } from "./file-fault";

type Encoding = "utf-8" | "utf-16le" | "utf-16be";

/** Files that are taken for text by their name alone. Signatures: the formats' own. */
const otherwise: [number[], string][] = [
  [[0x50, 0x4b, 0x03, 0x04], "an Excel workbook or another ZIP archive. Save it as CSV (UTF-8) first"],
  [[0xd0, 0xcf, 0x11, 0xe0], "an old Excel workbook. Save it as CSV (UTF-8) first"],
  [[0x25, 0x50, 0x44, 0x46], "a PDF"],
  [[0x42, 0x5a, 0x68], "a bzip2 archive. Only gzip is unpacked here"],
  [[0xfd, 0x37, 0x7a, 0x58], "an xz archive. Only gzip is unpacked here"],
  [[0x28, 0xb5, 0x2f, 0xfd], "a Zstandard archive. Only gzip is unpacked here"],
];

/** Bytes to text, as a stream: UTF-8 with or without a mark, UTF-16 by its mark or its zeros. Throws FileFault, naming what the bytes look like. */
export class TextDecoding {
  private decoder: TextDecoder | null = null;
  private head: Uint8Array = new Uint8Array(0);
  private bytes = 0;

  push(chunk: Uint8Array, last: boolean): string {
    let bytes = chunk;
    if (!this.decoder) {
      bytes = joined(this.head, chunk);
      if (bytes.length < 64 && !last) {
        this.head = bytes;
        return "";
      }
      this.decoder = new TextDecoder(encodingOf(bytes), { fatal: true });
    }
    try {
      const text = this.decoder.decode(bytes, { stream: !last });
      this.bytes += bytes.length;
      return text;
    } catch {
      throw new FileFault(
        `The file is not ${this.decoder.encoding.toUpperCase()}: what stands near byte ${counted(this.bytes + wrongAt(bytes))} looks like ${eightBit(bytes)}. Save it as UTF-8 and try again.`,
      );
    }
  }
}

/** Whether the stream begins like gzip (RFC 1952). */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

function encodingOf(bytes: Uint8Array): Encoding {
  const begins = (signature: number[]) => signature.every((byte, at) => bytes[at] === byte);
  for (const [signature, name] of otherwise) if (begins(signature)) throw new FileFault(`The file is ${name}.`);
  if (begins([0xff, 0xfe])) return "utf-16le";
  if (begins([0xfe, 0xff])) return "utf-16be";
  // a file of Latin letters in UTF-16 has a zero in every other byte
  const zeros = [0, 0];
  for (const [at, byte] of bytes.subarray(0, 64).entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd >= 20 && even === 0) return "utf-16le";
  if (even >= 20 && odd === 0) return "utf-16be";
  return "utf-8";
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** The first byte beyond ASCII that does not begin or continue a UTF-8 sequence; rough, for a message. */
function wrongAt(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; at += 1) {
    const more = continuation(bytes[at] as number);
    if (more < 0 || bytes.subarray(at + 1, at + 1 + more).some((byte) => (byte & 0xc0) !== 0x80)) return at;
    at += more;
  }
  return 0;
}

/** How many bytes follow one that begins a sequence; -1 for a byte that begins none. */
function continuation(byte: number): number {
  if (byte < 0x80) return 0;
  if (byte < 0xc2 || byte > 0xf4) return -1;
  return byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
}

function eightBit(bytes: Uint8Array): string {
  const at = wrongAt(bytes);
  const byte = bytes[at] ?? 0;
  if (byte >= 0x80 && byte <= 0x9f) return "Windows-1252";
  return byte >= 0xa0 ? "ISO 8859-1 or Windows-1252" : "no text at all";
}
