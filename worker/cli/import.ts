import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { type Command, Option } from "commander";
import { appendAudit } from "../../lib/audit/append";
import { invalidInput } from "../../lib/core/errors";
import { loadPepper } from "../../lib/fingerprints/pepper";
import { type ImportKind, importKinds, kindTitles } from "../../lib/imports/kinds";
import { pairOf } from "../../lib/imports/mapping";
import { importOf, rejectsOf } from "../../lib/imports/queries";
import { newImportToken, tokenFile } from "../collector/imports/admit";
import { claimImport } from "../collector/imports/claim";
import { openImport } from "../collector/imports/open-import";
import { runImport } from "../collector/imports/run-import";
import { type Outcome, onHost } from "./command";
import type { Host } from "./context";

interface Options {
  source?: string;
  map: Record<string, string>;
  delimiter?: string;
}

/** `countersign import <kind> FILE | token`: brings a listing in on the collector's host, as the collector, or lets machines do so over its port. */
export function importCommands(program: Command): void {
  const group = program.command("import").description("bring listings in: CSV, JSON or NDJSON, plain or gzip");
  for (const kind of importKinds)
    group
      .command(`${kind} <file>`)
      .description(`${kindTitles[kind].toLowerCase()} from a file, or - for standard input`)
      .option("--source <name>", "what the listing is called; the same name brings it up to date (the file's name without its end, where absent)")
      .addOption(new Option("--map <column=field>", "which column feeds which field; may stand several times").argParser(mapped).default({}, "guessed"))
      .option("--delimiter <sign>", "the sign between columns, where it is not found by itself")
      .action(onHost("collector", (host, file: string, options: Options) => importFile(host, kind, file, options)));
  group
    .command("token")
    .description("make a new import token and print it once; the one before stops working at once")
    .action(
      onHost("collector", async ({ ctx, running, writeInHome }) => {
        const { token, kept } = newImportToken(ctx.ids);
        const url = `${running.origins.collector}/imports`;
        await ctx.db.$transaction(async (tx) => {
          await appendAudit(tx, ctx.actor, { action: "import.token_made", subject: { type: "directory", id: "imports" } });
          await writeInHome("collector", tokenFile, kept);
        });
        return { json: { url, token }, text: `Import address: ${url}\nToken (shown once; Countersign keeps only its hash):\n${token}` };
      }),
    );
}

function mapped(given: string, before: Record<string, string>): Record<string, string> {
  const pair = pairOf(given);
  if (!pair) throw invalidInput(`--map ${given} is not column=field.`);
  return { ...before, [pair[0]]: pair[1] };
}

async function importFile(host: Host, kind: ImportKind, file: string, { source, map, delimiter }: Options): Promise<Outcome> {
  const piped = file === "-";
  if (piped && !source) throw invalidInput("What comes from standard input needs a name: --source NAME");
  if (delimiter !== undefined && delimiter.length !== 1) throw invalidInput("--delimiter must be one sign.");
  const bytes = piped ? null : (await stat(file).catch(() => Promise.reject(invalidInput(`${file} can't be read.`)))).size;
  const pepper = await loadPepper(host.home("collector"));
  const id = await openImport(host.ctx, {
    kind,
    source: source ?? path.basename(file).replace(/(\.(csv|tsv|txt|json|ndjson|jsonl|ya?ml))?(\.gz)?$/i, ""),
    fileName: piped ? "standard input" : path.basename(file),
    format: delimiter === undefined ? null : { form: "csv", delimiter, quote: '"' },
    mapping: map,
    bytes,
  });
  // the run's row says who started it; what the file says is taken in by the collector
  const ctx = { ...host.ctx, actor: { type: "process", name: "collector" } as const };
  const stopping = new AbortController();
  process.once("SIGINT", () => stopping.abort());
  const run = await claimImport(ctx, id, bytes);
  await runImport(
    { ctx, databaseUrl: host.running.urls.collector, pepper, signal: stopping.signal },
    run,
    piped ? process.stdin : createReadStream(file),
    bytes,
  );
  const view = await importOf(ctx, id);
  const rejects = view.rejected > 0 ? await rejectsOf(ctx, id) : [];
  const n = (count: number) => count.toLocaleString("en-US");
  const lines = [
    `${kindTitles[kind]} from ${view.source}: ${n(view.read)} rows read, ${n(view.created)} new, ${n(view.changed)} changed, ${n(view.unchanged)} unchanged, ${n(view.rejected)} rejected.`,
    ...(view.error ? [view.error] : []),
    ...rejects.slice(0, 20).map(({ row, field, reason }) => `  row ${n(row)}, ${field}: ${reason}`),
    ...(view.rejected > 20 ? [`  … all of them: ${host.running.origins.web}/imports/${id}`] : []),
  ];
  return { text: lines.join("\n"), json: { ...view, rejects }, exitCode: view.status === "succeeded" ? 0 : 1 };
}
