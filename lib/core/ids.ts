import { randomBytes } from "node:crypto";
import { v7 } from "uuid";

/** The only source of ids and random values. */
export interface Ids {
  /** UUID version 7: sorts by time */
  uuid(): string;
  /** `bytes` random bytes as base64url */
  secret(bytes: number): string;
}

export const systemIds: Ids = { uuid: () => v7(), secret: (bytes) => randomBytes(bytes).toString("base64url") };

/** Ids for tests: counted, so that runs repeat. */
export function countedIds(start = 1): Ids {
  let n = start;
  return {
    uuid: () => `00000000-0000-7000-8000-${(n++).toString(16).padStart(12, "0")}`,
    secret: (bytes) => Buffer.alloc(bytes, n++).toString("base64url"),
  };
}
