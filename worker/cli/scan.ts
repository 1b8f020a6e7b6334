import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Command, Option } from "commander";
import { invalidInput } from "../../lib/core/errors";
import { type Channel, channels, scanForms } from "../../lib/domain/exposures";
import { type Looked, lookThrough, nothingLooked } from "../../lib/exposure/look-through";
import { beyondBaseline, Findings, Report } from "../../lib/exposure/report/findings";
import { reportSarif } from "../../lib/exposure/report/sarif";
import { reportText } from "../../lib/exposure/report/text";
import { type Form, type OpenOptions, openSource } from "../../lib/exposure/sources/open-source";
import { SourceFault } from "../../lib/exposure/sources/piece";
import { loadPepper } from "../../lib/fingerprints/pepper";
import { type OpenChecker, openChecker } from "../collector/scans/checker";
import { runScan, type ScanInput } from "../collector/scans/run-scan";
import { type Outcome, offline, onHost } from "./command";
import type { Host } from "./context";
import { isElsewhere } from "./scan-mirror";
import { type RestOptions, restInput } from "./scan-rest";
import { baseOf, scanSourceCommands } from "./scan-sources";
import { standardInput } from "./scan-stdin";

interface Options extends Omit<RestOptions, "channel" | "signal"> {
  as?: Form;
  channel?: Channel;
  format: "text" | "json" | "sarif";
  since?: string;
  baseline?: string;
  base?: string;
  all?: boolean;
  /** commander's word for --no-store */
  store: boolean;
}

/** Nothing found, something found; whatever keeps it from looking is an error. */
const exitCodes = { nothing: 0, found: 10, error: 2 } as const;

/** `countersign scan PATH|-`: looks for secrets in a repository with its history, a directory, a file or standard input. */
export function scanCommand(program: Command): void {
  const command = program.command("scan");
  scanSourceCommands(command);
  command
    .argument("<path>")
    .description("look for secrets in a repository with its history, a directory, a file, or - for standard input; the answer never holds one")
    .addOption(new Option("--as <form>", "how the path is taken, where it is not what it looks like").choices(scanForms))
    .addOption(new Option("--channel <channel>", "where people see it").choices(channels))
    .addOption(new Option("--format <format>", "how the answer is written").choices(["text", "json", "sarif"]).default("text"))
    .option("--since <commit>", "look at what the checked-out commit adds to this one alone")
    .option("--base <url>", "of an export of Slack or Jira: the address of its workspace or site, for links to what is found")
    .option("--baseline <file>", "leave out what an earlier answer (--format json) holds")
    .option("--source <file>", "with --as rest: the file that describes the system; <path> is its origin, and COUNTERSIGN_SOURCE_TOKEN the credential")
    .option("--token-file <file>", "the credential of a system, or a repository elsewhere, instead of the environment; - for standard input")
    .option("--ca <file>", "of a system, or a repository elsewhere: trust this certificate authority alone")
    .option("--allow-private", "of a system, or a repository elsewhere: it may have a private address")
    .option("--no-store", "only answer: nothing is kept, and Countersign need not run here")
    .option("--all", "tell also what is known not to be live, and each thing that can't be read")
    .addHelpText("after", "\nExit codes: 0 nothing was found, 10 something was, 2 it could not be looked through.")
    .action(async (...given: unknown[]) => {
      const [, { store }] = given as [string, Options];
      await (store
        ? onHost<[string, Options]>("collector", (host, where, options) => scan(where, options, host))
        : offline<[string, Options]>((_, where, options) => scan(where, options, null)))(...given);
      if (process.exitCode !== exitCodes.nothing && process.exitCode !== exitCodes.found) process.exitCode = exitCodes.error;
    });
}

async function scan(where: string, options: Options, host: Host | null): Promise<Outcome> {
  try {
    return await outcome(where, options, host);
  } catch (error) {
    if (error instanceof SourceFault) throw invalidInput(error.message);
    throw error;
  }
}

/** Options that would be passed over. Throws SourceFault. */
function mustGoTogether(where: string, { as, since, source, tokenFile, ca, allowPrivate }: Options): void {
  if (as !== "rest" && isElsewhere(where))
    throw new SourceFault("A repository elsewhere is fetched by the collector: scan add https://git.example.com/acme/payments.git");
  if (as === "rest" && since !== undefined) throw new SourceFault("--since is for repositories; a system over HTTP is none.");
  const [stray] = Object.entries({ "--source": source, "--token-file": tokenFile, "--ca": ca, "--allow-private": allowPrivate }).filter(([, given]) => given);
  if (as !== "rest" && stray) throw new SourceFault(`${stray[0]} goes with --as rest alone: scan https://gitlab.example.com --as rest --source FILE.yaml`);
}

async function outcome(where: string, options: Options, host: Host | null): Promise<Outcome> {
  mustGoTogether(where, options);
  const { as, channel, format, since, baseline: file, all = false } = options;
  const base = baseOf(options.base, as !== "rest" && where !== "-") ?? (await plannedBase(host, where));
  const baseline = file === undefined ? null : await readBaseline(file);
  const findings = new Findings(baseline?.salt);
  const stopping = new AbortController();
  process.once("SIGINT", () => stopping.abort());
  const { signal } = stopping;
  const input =
    as === "rest"
      ? await restInput(where, { ...options, signal })
      : await inputOf(where, { form: as, channel, since, signal, ...(base === undefined ? {} : { base }) });
  const looked = host ? await stored(host, input, findings) : nothingLooked();
  if (!host)
    for await (const one of lookThrough(input.source, findings.identify, looked)) {
      if ("sighting" in one) findings.add(one.sighting);
      else if ("unreadable" in one) findings.addUnreadable(one.unreadable);
    }
  const whole = findings.report(looked);
  const report = baseline ? beyondBaseline(whole, baseline) : whole;
  const found = report.secrets.some(({ mark }) => mark === null);
  const link = host ? `\nKept: ${host.running.origins.web}/exposure` : "";
  return {
    text: `${reportText(report, all)}${link}`,
    json: format === "sarif" ? reportSarif(report) : report,
    machine: format !== "text",
    exitCode: found ? exitCodes.found : exitCodes.nothing,
  };
}

async function inputOf(where: string, options: OpenOptions): Promise<ScanInput> {
  if (where === "-") return standardInput(options);
  const location = path.resolve(where);
  return { ...(await openSource(location, options)), name: location, location };
}

/** Looks through as the collector, which keeps what it sees. */
async function stored(host: Host, input: ScanInput, findings: Findings): Promise<Looked> {
  const pepper = await loadPepper(host.home("collector"));
  let checker: Promise<OpenChecker> | null = null;
  const { looked } = await runScan(
    {
      ctx: host.ctx,
      pepper,
      checker: () => {
        checker ??= openChecker();
        return checker;
      },
      onSighting: (sighting) => findings.add({ ...sighting, identity: findings.identifyHash(sighting.identity.sha256) }),
      onUnreadable: (unreadable) => findings.addUnreadable(unreadable),
    },
    input,
  ).finally(async () => (await checker)?.close());
  return looked;
}

/** What was said of a planned source holds for a run of it by command too. */
async function plannedBase(host: Host | null, where: string): Promise<string | undefined> {
  const planned = await host?.ctx.db.scanSource.findFirst({ where: { location: path.resolve(where), every: { not: null } }, select: { base: true } });
  return planned?.base ?? undefined;
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
