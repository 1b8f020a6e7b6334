import { createSecretKey, randomBytes } from "node:crypto";
import { claimImport } from "../../collector/imports/claim";
import { openImport } from "../../collector/imports/open-import";
import { runImport } from "../../collector/imports/run-import";
import type { HostContexts } from "./host-contexts";
import { listingLine, listingMapping } from "./listing-lines";
import type { World } from "./messages";

/** Imports the listings of systems that don't run here, as anybody's listing comes in. A listing that came in whole before is left alone. */
export async function importListings(contexts: HostContexts, collectorUrl: string, world: World): Promise<void> {
  const ctx = contexts.as("collector", { type: "process", name: "collector" });
  for (const [source, rows] of bySystem(world.tokens)) {
    const done = await ctx.db.importRun.count({ where: { source, status: { in: ["succeeded", "partial"] } } });
    if (done > 0) continue;
    const id = await openImport(ctx, { kind: "tokens", source, fileName: "sample data", format: { form: "ndjson" }, mapping: listingMapping, bytes: null });
    const lines = rows.map(listingLine);
    // these listings carry fingerprints, never secrets: a key of the moment marks their rows
    const parts = { ctx, databaseUrl: collectorUrl, pepper: { current: 1, keys: new Map([[1, createSecretKey(randomBytes(32))]]) } };
    const ended = await runImport(parts, await claimImport(ctx, id, null), stream(lines), null);
    if (ended.status === "failed") throw new Error(`The listing ${source} did not come in: ${ended.error}`);
  }
}

function bySystem(rows: World["tokens"]): Map<string, World["tokens"]> {
  const groups = new Map<string, World["tokens"]>();
  for (const row of rows) groups.set(row.system, [...(groups.get(row.system) ?? []), row]);
  return groups;
}

async function* stream(lines: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const line of lines) yield Buffer.from(line);
}
