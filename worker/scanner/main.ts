import { fstatSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { systemClock } from "../../lib/core/clock";
import type { Context } from "../../lib/core/context";
import { createDb } from "../../lib/core/db";
import { postgresUrl, readEnv } from "../../lib/core/env";
import { systemIds } from "../../lib/core/ids";
import { createLogger } from "../../lib/core/logger";
import { SourceFault } from "../../lib/exposure/sources/piece";
import { loadPepper } from "../../lib/fingerprints/pepper";
import { type OpenChecker, openChecker } from "../collector/scans/checker";
import { systemParts } from "../collector/scans/open-system";
import { scanHost } from "../collector/scans/scan-host";
import { scanMirror } from "../collector/scans/scan-mirror";
import { scanSent } from "../collector/scans/scan-sent";
import { scanSystem } from "../collector/scans/scan-system";
import { UploadBroken } from "../collector/uploads/received";

/**
 * One run in a process of its own, so that nothing that is looked through can slow, fill or end the collector: `scanner RUN`. Content that
 * somebody sends comes on standard input; of a system over HTTP, and of a repository that is fetched, it opens the credential. It has the collector's rights and folder, and ends with the collector.
 */
const env = readEnv(z.object({ DATABASE_URL: postgresUrl, COUNTERSIGN_HOME: z.string().startsWith("/"), LOG_LEVEL: z.string().optional() }));
const log = createLogger("collector", env.LOG_LEVEL);
const ctx: Context = { actor: { type: "process", name: "collector" }, db: createDb(env.DATABASE_URL, 2), clock: systemClock, ids: systemIds, log };
// it listens for no signal: what listens hears nothing while it is busy, and does not end

const run = await ctx.db.scanRun.findUniqueOrThrow({
  where: { id: process.argv[2] },
  select: { id: true, sourceId: true, fileName: true, size: true, source: { select: { form: true, mirror: { select: { sourceId: true } } } } },
});
const pepper = await loadPepper(env.COUNTERSIGN_HOME);
let checker: Promise<OpenChecker> | null = null;
const parts = {
  ctx,
  pepper,
  checker: () => {
    checker ??= openChecker();
    return checker;
  },
};
try {
  if (run.fileName === null) {
    endWithStarter();
    const home = env.COUNTERSIGN_HOME;
    if (run.source.form === "rest") await scanSystem({ ...parts, systems: await systemParts(ctx, home) }, run);
    else if (run.source.mirror) await scanMirror({ ...parts, home, systems: await systemParts(ctx, home) }, run);
    else await scanHost(parts, run);
  } else await scanSent(parts, run.id, process.stdin, { spool: path.join(env.COUNTERSIGN_HOME, "spool") });
} catch (error) {
  if (!(error instanceof SourceFault || error instanceof UploadBroken)) {
    log.error({ err: error, run: run.id }, "a scan failed");
    process.exitCode = 1;
  }
} finally {
  (await (checker as Promise<OpenChecker> | null))?.close();
  await ctx.db.$disconnect();
}
process.exit();

/** Where the kernel does not end it with its starter, the end of the pipe between them does. */
function endWithStarter(): void {
  const status = fstatSync(0);
  if (!status.isFIFO() && !status.isSocket()) return;
  process.stdin.once("close", () => process.exit(143));
  process.stdin.resume();
}
