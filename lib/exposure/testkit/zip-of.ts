import { crc32, deflateRawSync } from "node:zlib";

/** A zip of these files, by the format's own document (PKWARE APPNOTE 6.3.10); `faults` are written as they stand. */
export function zipOf(files: Record<string, string | Uint8Array>, faults: { flags?: number; method?: number; size?: number } = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const plain = typeof content === "string" ? Buffer.from(content) : content;
    const packed = deflateRawSync(plain, { level: 9 });
    const title = Buffer.from(name);
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(0x800 | (faults.flags ?? 0), 2);
    about.writeUInt16LE(faults.method ?? 8, 4);
    about.writeUInt16LE(0x5c21, 8);
    about.writeUInt32LE(crc32(plain), 10);
    about.writeUInt32LE(packed.length, 14);
    about.writeUInt32LE(faults.size ?? plain.length, 18);
    about.writeUInt16LE(title.length, 22);
    parts.push(Buffer.from([0x50, 0x4b, 3, 4]), about, title, packed);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 3]), about, rest, title);
    at += 30 + title.length + packed.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  const count = Object.keys(files).length;
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(listing.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, listing, Buffer.from([0x50, 0x4b, 5, 6]), end]);
}
