import { systemClock } from "../../../lib/core/clock";
import { createDb } from "../../../lib/core/db";
import { systemIds } from "../../../lib/core/ids";
import { createLogger } from "../../../lib/core/logger";
import { serveSyncs } from "../sync";
import { collectorRig } from "./rig";

// A collector as a process of its own, for tests that kill it: URL, deployment and age identity come as arguments.
const [url = "", deployment = "", secretKey = ""] = process.argv.slice(2);
process.stdin.resume().once("close", () => process.exit(0));
const rig = await collectorRig(deployment, secretKey);
const ctx = {
  actor: { type: "process", name: "collector" },
  db: createDb(url),
  clock: systemClock,
  ids: systemIds,
  log: createLogger("test", "silent"),
} as const;
await serveSyncs(rig.parts({ ...ctx }, { concurrency: 1 }));
