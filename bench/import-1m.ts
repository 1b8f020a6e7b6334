import { execFile, fork } from "node:child_process";
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { small } from "../worker/supervisor/programs";
import { benchDatabase } from "./support/database";
import { writeListing } from "./support/listing-file";
import type { Took } from "./support/page-reader";
import { percentile, report, seconds } from "./support/report";

// A million tokens with secrets, as a CSV: validated, fingerprinted, deduplicated, indexed. Peer: the very rows that came of it, copied by one COPY a
// table straight into the same indexed tables. ROWS=100000 tries less.
const rows = Number(process.env.ROWS ?? 1_000_000);
const folder = await mkdtemp(path.join(tmpdir(), "countersign-import-"));
const database = await benchDatabase();
const admin = new pg.Client({ connectionString: database.adminUrl.replace(/\/postgres$/, "/countersign") });
await admin.connect();
const peer_name = "\\copy of the same rows into the same indexed tables";

interface Imported {
  seconds: number;
  peakMegabytes: number;
  status: string;
  created: number;
  unchanged: number;
  connection: string;
}

async function ours(file: string, source: string): Promise<Imported> {
  await settle();
  const script = fileURLToPath(new URL("./support/import-process.ts", import.meta.url));
  const args = [...small.args, "--import", "tsx", script, database.url("collector"), file, source];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, ...small.env } });
  return JSON.parse(stdout) as Imported;
}

const tables = ["token", "token_fingerprint"] as const;
const file = (name: string, table: string) => path.join(folder, `${name}-${table}`);

async function keep(name: string, connection: string): Promise<void> {
  const what = {
    token: "select * from token where connection_id = $1 order by id",
    token_fingerprint: "select f.* from token_fingerprint f join token t on t.id = f.token_id where t.connection_id = $1 order by t.id",
  };
  for (const table of tables)
    await pipeline(admin.query(copyTo(`copy (${what[table].replace("$1", pg.escapeLiteral(connection))}) to stdout`)), createWriteStream(file(name, table)));
}

/** Statistics that autovacuum took in the middle of a COPY would say that the table is empty, and each row's foreign key would be looked up by reading a whole index. */
async function peer(name: string): Promise<number> {
  await settle();
  for (const table of tables) await admin.query(`alter table ${table} set (autovacuum_enabled = off)`);
  const took = await seconds(async () => {
    for (const table of tables)
      await pipeline(createReadStream(file(name, table), { highWaterMark: 256 * 1024 }), admin.query(copyFrom(`copy ${table} from stdin`)));
  });
  for (const table of tables) await admin.query(`alter table ${table} reset (autovacuum_enabled)`);
  return took;
}

async function empty(): Promise<void> {
  await admin.query("set session_replication_role = replica");
  await admin.query("truncate token, reevaluation cascade");
  await admin.query("set session_replication_role = default");
}

async function settle(): Promise<void> {
  await admin.query("analyze token, token_fingerprint");
  await admin.query("checkpoint");
}

/** Reads pages of the inventory, as web does, until told to stop. Resolves once its list is loaded; what it gives then ends it. */
async function reader(): Promise<() => Promise<Took>> {
  const child = fork(fileURLToPath(new URL("./support/page-reader.ts", import.meta.url)), [database.url("web")], { execArgv: ["--import", "tsx"] });
  const died = once(child, "exit").then(([code]) => Promise.reject(new Error(`the reader of pages ended with ${code}`)));
  died.catch(() => undefined);
  const told = () => Promise.race([once(child, "message"), died]);
  await told();
  return async () => {
    child.kill();
    const [took] = (await told()) as [Took];
    return took;
  };
}

try {
  for (const [name, seed] of [
    ["a", 1],
    ["b", 2],
  ] as const)
    await writeListing(path.join(folder, `${name}.csv`), rows, seed);
  const first = await ours(path.join(folder, "a.csv"), "a");
  await keep("a", first.connection);
  const stop = await reader();
  const second = await ours(path.join(folder, "b.csv"), "b");
  const pages = await stop();
  await keep("b", second.connection);
  if (first.created !== rows || second.created !== rows) throw new Error(`not everything came in: ${JSON.stringify([first, second])}`);
  await empty();
  const emptyPeer = await peer("a");
  const again = await ours(path.join(folder, "a.csv"), "a");
  if (again.unchanged !== rows) throw new Error(`not everything was known: ${JSON.stringify(again)}`);
  // as ours: beside a process that reads pages
  const stopBesidePeer = await reader();
  const livePeer = await peer("b");
  const besidePeer = await stopBesidePeer();
  const per = (taken: number) => rows / taken;
  report({ bench: `import of ${rows}, empty inventory`, unit: "rows/s", ours: per(first.seconds), peer: per(emptyPeer), peer_name });
  report({ bench: `import of ${rows}, live inventory of as many`, unit: "rows/s", ours: per(second.seconds), peer: per(livePeer), peer_name });
  report({ bench: `import of ${rows}, unchanged`, unit: "rows/s", ours: per(again.seconds), peer: per(emptyPeer), peer_name });
  for (const [what, name] of [
    ["rows", "the rows of a page of the inventory meanwhile"],
    ["pages", "a whole page meanwhile, with what the list takes in"],
  ] as const)
    report({ bench: `import, ${name}, p95`, unit: "ms", ours: percentile(pages[what], 0.95), peer: percentile(besidePeer[what], 0.95), peer_name });
  report({ bench: "import, peak memory", unit: "MB", ours: Math.max(first.peakMegabytes, second.peakMegabytes, again.peakMegabytes) });
} finally {
  await admin.end();
  await database.stop();
  await rm(folder, { recursive: true, force: true });
}
