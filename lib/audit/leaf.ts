import { createHash } from "node:crypto";
import { z } from "zod";
import { canonical } from "../core/canonical";

/** One entry as it is hashed, exported and verified. `at` carries microseconds, UTC. */
export const LoggedEntry = z.strictObject({
  id: z.string().regex(/^\d+$/),
  at: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/),
  dbRole: z.string(),
  actor: z.string(),
  action: z.string(),
  subjectType: z.string(),
  subjectId: z.string(),
  detail: z.json(),
});
export type LoggedEntry = z.infer<typeof LoggedEntry>;

/** RFC 6962, 2.1: SHA-256 of 0x00 and the entry's canonical JSON (RFC 8785, UTF-8). 32 bytes. */
export function leafHash(entry: LoggedEntry): Buffer {
  return createHash("sha256").update(Uint8Array.of(0)).update(canonical(entry), "utf8").digest();
}
