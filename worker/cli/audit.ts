import { createReadStream, createWriteStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Command } from "commander";
import { exportLog } from "../../lib/audit/export";
import { resumeSealing } from "../../lib/audit/resume-sealing";
import { verifyExport } from "../../lib/audit/verify";
import { invalidInput, unavailable } from "../../lib/core/errors";
import { offline, onHost } from "./command";

/** `countersign audit export | verify | resume | key`. Export and key read as web, resume acts as the executor; verify needs neither database nor network. */
export function auditCommands(program: Command): void {
  const audit = program.command("audit").description("export the audit log, and verify an export offline");

  audit
    .command("export")
    .description("write the sealed log as NDJSON, with leaf hashes and signed checkpoints")
    .requiredOption("--out <file>", "the file to write; - is standard output")
    .action(
      onHost("web", async ({ ctx }, { out }: { out: string }) => {
        let lines = 0;
        async function* counted() {
          for await (const line of exportLog(ctx.db, ctx.clock.now())) {
            lines += 1;
            yield line;
          }
        }
        if (out === "-") {
          await pipeline(Readable.from(counted()), process.stdout, { end: false });
          return { text: "", json: { lines } };
        }
        await pipeline(Readable.from(counted()), createWriteStream(out, { mode: 0o600 })).catch((error: Error) => {
          throw unavailable(`${out} could not be written: ${error.message}. Choose another place with --out.`);
        });
        return { text: `${lines} lines written to ${out}. Verify them with: countersign audit verify ${out} --key KEY`, json: { file: out, lines } };
      }),
    );

  audit
    .command("verify")
    .description("check an export from its own lines; ends with 1 and names the first bad entry when it is not whole")
    .argument("<file>", "what audit export wrote")
    .requiredOption("--key <key>", "the verifier key you noted (audit key prints it), or a file that holds it")
    .option("--since <file>", "a checkpoint you kept: also proves that nothing before it was rewritten or cut off")
    .action(
      offline(async (_command, file: string, options: { key: string; since?: string }) => {
        const key = options.key.includes("+") ? options.key : (await readText(options.key, "the verifier key")).trim();
        const since = options.since === undefined ? undefined : await readText(options.since, "the checkpoint");
        if (!(await stat(file).catch(() => null))?.isFile()) throw invalidInput(`${file} is not a file that can be read. Give the path of an audit export.`);
        const verdict = await verifyExport(createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY }), { key, since }).catch(
          (error: Error) => {
            throw invalidInput(`The log can't be checked: ${error.message}.`);
          },
        );
        if (!verdict.ok) return { text: `NOT WHOLE, line ${verdict.line}: ${verdict.reason}.`, json: verdict, exitCode: 1 };
        const held = since === undefined ? "" : " It contains all that your checkpoint covers.";
        return { text: `The log is whole: ${verdict.entries} entries under ${verdict.checkpoints} signed checkpoints.${held}`, json: verdict };
      }),
    );

  audit
    .command("resume")
    .description("after a log was found broken and a person has looked: let the executor try again; it compares the log anew")
    .requiredOption("--reason <text>", "what was found and put right, for the audit log")
    .action(
      onHost("executor", async ({ ctx }, { reason }: { reason: string }) => {
        const { was } = await resumeSealing(ctx, { reason });
        return { text: `The executor tries again. It had found: ${was} If that is still so, it stops again within seconds.`, json: { resumed: true, was } };
      }),
    );

  audit
    .command("key")
    .description("print the verifier key of the log; note it outside this host")
    .action(
      onHost("web", async ({ ctx }) => {
        const executor = await ctx.db.processStatus.findFirst({ where: { process: "executor", auditKey: { not: null } }, orderBy: { heartbeatAt: "desc" } });
        if (!executor?.auditKey) throw unavailable("The executor has not published a sealing key yet. See that it runs (countersign status), then try again.");
        return { text: executor.auditKey, json: { key: executor.auditKey } };
      }),
    );
}

async function readText(file: string, what: string): Promise<string> {
  return readFile(file, "utf8").catch((error: Error) => {
    throw invalidInput(`${what} could not be read from ${file}: ${error.message}.`);
  });
}
