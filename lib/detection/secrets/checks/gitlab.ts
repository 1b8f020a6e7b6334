import { textOf } from "../engine/bytes";
import { crc32 } from "./crc32";

const checksumLength = 7;

/** Whether a routable GitLab token ends in the CRC-32, in base 36, of all that stands before (GitLab handbook, "Routable tokens"). */
export function hasRoutableChecksum(bytes: Uint8Array, start: number, end: number): boolean {
  const wanted = crc32(bytes, start, end - checksumLength)
    .toString(36)
    .padStart(checksumLength, "0");
  return textOf(bytes, end - checksumLength, end) === wanted;
}
