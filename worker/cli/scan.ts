import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Command, Option } from "commander";
import { invalidInput } from "../../lib/core/errors";
import { type Channel, channels } from "../../lib/domain/exposures";
import { lookThrough, nothingLooked } from "../../lib/exposure/look-through";
import { beyondBaseline, Findings, Report } from "../../lib/exposure/report/findings";
import { reportSarif } from "../../lib/exposure/report/sarif";
import { reportText } from "../../lib/exposure/report/text";
import { type Form, forms, openSource, openStream } from "../../lib/exposure/sources/open-source";
import { SourceFault } from "../../lib/exposure/sources/piece";
import { type Outcome, offline } from "./command";

interface Options {
  as?: Form;
  channel?: Channel;
  format: "text" | "json" | "sarif";
  since?: string;
  baseline?: string;
  all?: boolean;
}

/** Nothing found, something found; whatever keeps it from looking is an error. */
const exitCodes = { nothing: 0, found: 10, error: 2 } as const;

/** `countersign scan PATH|-`: looks for secrets in a repository with its history, a directory, a file or standard input. */
export function scanCommand(program: Command): void {
  program
    .command("scan <path>")
    .description("look for secrets in a repository with its history, a directory, a file, or - for standard input; the answer never holds one")
    .addOption(new Option("--as <form>", "how the path is taken, where it is not what it looks like").choices(forms))
    .addOption(new Option("--channel <channel>", "where people see it").choices(channels))
    .addOption(new Option("--format <format>", "how the answer is written").choices(["text", "json", "sarif"]).default("text"))
    .option("--since <commit>", "look at what came after this commit alone")
    .option("--baseline <file>", "leave out what an earlier answer (--format json) holds")
    .option("--all", "tell also what is known not to be live, and each thing that can't be read")
    .addHelpText("after", "\nExit codes: 0 nothing was found, 10 something was, 2 it could not be looked through.")
    .action(async (...given: unknown[]) => {
      await offline<[string, Options]>((_, where, options) => scan(where, options))(...given);
      if (process.exitCode !== exitCodes.nothing && process.exitCode !== exitCodes.found) process.exitCode = exitCodes.error;
    });
}

async function scan(where: string, options: Options): Promise<Outcome> {
  try {
    return await outcome(where, options);
  } catch (error) {
    if (error instanceof SourceFault) throw invalidInput(error.message);
    throw error;
  }
}

async function outcome(where: string, { as, channel, format, since, baseline: file, all = false }: Options): Promise<Outcome> {
  const baseline = file === undefined ? null : await readBaseline(file);
  const findings = new Findings(baseline?.salt);
  const stopping = new AbortController();
  process.once("SIGINT", () => stopping.abort());
  const source =
    where === "-"
      ? openStream(process.stdin, "standard input", channel)
      : (await openSource(path.resolve(where), { form: as, channel, since, signal: stopping.signal })).source;
  const looked = nothingLooked();
  for await (const one of lookThrough(source, findings.identify, looked)) {
    if ("sighting" in one) findings.add(one.sighting);
    else findings.addUnreadable(one.unreadable);
  }
  const whole = findings.report(looked);
  const report = baseline ? beyondBaseline(whole, baseline) : whole;
  const found = report.secrets.some(({ mark }) => mark === null);
  const written = format === "sarif" ? reportSarif(report) : report;
  return {
    text: reportText(report, all),
    json: written,
    machine: format !== "text",
    exitCode: found ? exitCodes.found : exitCodes.nothing,
  };
}

async function readBaseline(file: string): Promise<Report> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw invalidInput(error instanceof SyntaxError ? `The baseline ${file} is not JSON.` : `The baseline ${file} can't be read.`);
  }
  const parsed = Report.safeParse(content);
  if (!parsed.success)
    throw invalidInput(
      `The baseline ${file} is not what scan --format json writes: ${parsed.error.issues[0]?.path.join(".")} ${parsed.error.issues[0]?.message}.`,
    );
  return parsed.data;
}
