import { textOf } from "../engine/bytes";
import { crc32 } from "./crc32";

/** Whether an Atlassian token ends in `=` and the CRC-32, in eight hexadecimal digits, of what stands before. */
export function hasAtlassianChecksum(bytes: Uint8Array, start: number, end: number): boolean {
  const wanted = crc32(bytes, start, end - 9)
    .toString(16)
    .padStart(8, "0");
  return textOf(bytes, end - 8, end).toLowerCase() === wanted;
}
