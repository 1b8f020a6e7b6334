import { z } from "zod";
import { httpOrigin, postgresUrl } from "../../lib/core/env";

/** What the supervisor tells every process. Nothing else of the supervisor's environment reaches one. */
export const ProcessEnvironment = z.object({
  /** URL of this process's own database role */
  DATABASE_URL: postgresUrl,
  /** absolute path of this process's own folder, mode 0700 */
  COUNTERSIGN_HOME: z.string().startsWith("/", "must be an absolute path"),
  COUNTERSIGN_DEPLOYMENT: z.uuid(),
  COUNTERSIGN_ORIGIN: httpOrigin.default("http://localhost:3000"),
  COUNTERSIGN_SIGNER_ORIGIN: httpOrigin.default("http://localhost:3001"),
  COUNTERSIGN_COLLECTOR_ORIGIN: httpOrigin.default("http://localhost:3002"),
  /** address on which a process listens */
  COUNTERSIGN_HOST: z.string().default("127.0.0.1"),
  COUNTERSIGN_SAMPLE: z
    .enum(["0", "1"])
    .default("0")
    .transform((value) => value === "1"),
  COUNTERSIGN_WALLS: z.enum(["full", "database_only"]).default("database_only"),
  /** tells several processes of one kind apart, each with its own row in process_status */
  COUNTERSIGN_INSTANCE: z.string().min(1).default("main"),
});
export type ProcessEnvironment = z.infer<typeof ProcessEnvironment>;
