import { once } from "node:events";
import { z } from "zod";
import { createVendorHttp } from "../../lib/connectors/http";
import { readConnectors } from "../../lib/connectors/readers";
import { port } from "../../lib/core/env";
import { loadOrCreateIdentity } from "../../lib/credentials/identity";
import { loadPepper } from "../../lib/fingerprints/pepper";
import { startProcess } from "../process/start";
import { recheckJob } from "./scans/recheck-validity";
import { scheduleScans } from "./scans/schedule-scans";
import { startSchedule } from "./schedule";
import { collectorServer } from "./server";
import { serveSyncs } from "./sync";
import { defaultLimits } from "./sync/parts";

/** The collector: reads vendors and directories, the only writer of facts. */
await startProcess("collector", z.object({ PORT: port }), async ({ ctx, env, home, signal, announce, atEnd }) => {
  const [identity, pepper] = [await loadOrCreateIdentity(home), await loadPepper(home)];
  await announce({ recipient: identity.recipient });

  const scans = { ctx, databaseUrl: env.DATABASE_URL, home, signal };
  const server = collectorServer({
    ctx,
    home,
    origin: env.COUNTERSIGN_COLLECTOR_ORIGIN,
    imports: { parts: { ctx, databaseUrl: env.DATABASE_URL, pepper, signal }, webOrigin: env.COUNTERSIGN_ORIGIN },
    scans: { parts: { ...scans, pepper }, webOrigin: env.COUNTERSIGN_ORIGIN },
  });
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  server.listen(env.PORT, env.COUNTERSIGN_HOST);
  await once(server, "listening");

  atEnd(startSchedule(ctx, signal, [recheckJob(pepper, home)]));
  atEnd(scheduleScans(scans));
  await serveSyncs({
    ctx,
    deployment: env.COUNTERSIGN_DEPLOYMENT,
    identity,
    pepper,
    connectors: readConnectors,
    http: (options) => createVendorHttp({ ...options, log: ctx.log, clock: ctx.clock }),
    signal,
    limits: defaultLimits,
  });
});
