import { createSecretKey } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { systemClock } from "../../lib/core/clock";
import { createDb } from "../../lib/core/db";
import { systemIds } from "../../lib/core/ids";
import { createLogger } from "../../lib/core/logger";
import { claimImport } from "../../worker/collector/imports/claim";
import { openImport } from "../../worker/collector/imports/open-import";
import { runImport } from "../../worker/collector/imports/run-import";

// One import as the collector does it, in a process of its own, so that its memory is its own: import-process.ts <collector URL> <file> <source>
const [databaseUrl = "", file = "", source = ""] = process.argv.slice(2);
const db = createDb(databaseUrl);
const ctx = { actor: { type: "process", name: "collector" } as const, db, clock: systemClock, ids: systemIds, log: createLogger("bench", "error") };
const pepper = { current: 1, keys: new Map([[1, createSecretKey(Buffer.alloc(32, 7))]]) };
const bytes = (await stat(file)).size;
const began = performance.now();
const cpu = process.cpuUsage();
const id = await openImport(ctx, { kind: "tokens", source, fileName: `${began}`, format: null, mapping: {}, bytes });
const ended = await runImport({ ctx, databaseUrl, pepper }, await claimImport(ctx, id, bytes), createReadStream(file), bytes);
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(cpu);
const run = await db.importRun.findUniqueOrThrow({ where: { id } });
const counts = Object.fromEntries((["read", "created", "changed", "unchanged", "rejected"] as const).map((name) => [name, Number(run[name])]));
process.stdout.write(
  `${JSON.stringify({ seconds, cpu: (user + system) / 1e6, peakMegabytes: process.resourceUsage().maxRSS / 1024, ...ended, ...counts, connection: run.connectionId })}\n`,
);
await db.$disconnect();
