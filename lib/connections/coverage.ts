import { z } from "zod";
import { TokenClass } from "../domain/tokens";

const Ability = z.union([z.literal("can"), z.object({ cannot: z.string() })]);

/** What a connector can see and do here, as the collector wrote it into connection_health.capabilities. */
export const Coverage = z.object({
  classes: z.partialRecord(TokenClass, z.record(z.string(), Ability)).default({}),
  /** what is never seen here, in sentences */
  blindSpots: z.array(z.string()).default([]),
  /** whether it lists people */
  directory: z.boolean().default(false),
});
export type Coverage = z.infer<typeof Coverage>;

/** Reads a stored coverage; what is not there or malformed counts as nothing known. */
export function readCoverage(value: unknown): Coverage {
  const parsed = Coverage.safeParse(value);
  return parsed.success ? parsed.data : { classes: {}, blindSpots: [], directory: false };
}
