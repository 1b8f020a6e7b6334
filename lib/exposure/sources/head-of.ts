import { closeSync, openSync, readSync } from "node:fs";

/** The beginning of a file. */
export function headOf(at: string): Buffer {
  const descriptor = openSync(at, "r");
  try {
    const head = Buffer.alloc(4096);
    return head.subarray(0, readSync(descriptor, head));
  } finally {
    closeSync(descriptor);
  }
}
