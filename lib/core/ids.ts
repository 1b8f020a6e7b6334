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
