import { systemClock } from "../../../../lib/core/clock";
import { createDb } from "../../../../lib/core/db";
import { systemIds } from "../../../../lib/core/ids";
import { createLogger } from "../../../../lib/core/logger";
import { claimImport } from "../claim";
import { runImport } from "../run-import";
import { pepper } from "./import-file";

// An import as a process of its own, for tests that kill it or look at its memory: URL, id of a prepared run and rows a batch come as arguments, the file
// on the standard input. Prints the most memory it had, in MB.
const [databaseUrl = "", id = "", batchRows = "20000"] = process.argv.slice(2);
const db = createDb(databaseUrl);
const ctx = { actor: { type: "process", name: "collector" } as const, db, clock: systemClock, ids: systemIds, log: createLogger("test", "silent") };
const parts = { ctx, databaseUrl, pepper, limits: { batchRows: Number(batchRows) } };
await runImport(parts, await claimImport(ctx, id, null), process.stdin, null);
process.stdout.write(`${Math.round(process.resourceUsage().maxRSS / 1024)}`);
await db.$disconnect();
// what was not read of the file is not waited for
process.exit(0);
