import { z } from "zod";

/** What the checker is given, sealed to it: one secret and where to try it. */
export const CheckTask = z.object({
  vendor: z.string(),
  origin: z.string(),
  ca: z.string().nullable(),
  allowPrivate: z.boolean(),
  settings: z.record(z.string(), z.unknown()),
  secret: z.string().min(1),
  /** what the token is called there, where that is known */
  handle: z.record(z.string(), z.string().nullable()).nullable(),
});
export type CheckTask = z.infer<typeof CheckTask>;

/** What it answers. */
export const CheckAnswer = z.object({
  validity: z.enum(["valid", "invalid", "unknown"]),
  status: z.number().nullable(),
  evidence: z.string(),
  retryAfterSeconds: z.number().nullish(),
});
