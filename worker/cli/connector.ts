import { readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import type { Command } from "commander";
import { abilitiesOf, blindSpotsOf, endsNothing, warningsOf } from "../../lib/connectors/declarative/abilities";
import { readCredentialOf, revokeCredentialOf } from "../../lib/connectors/declarative/credential";
import { parseDeclaration } from "../../lib/connectors/declarative/parse-declaration";
import type { Declaration } from "../../lib/connectors/declarative/schema/declaration";
import { createVendorHttp } from "../../lib/connectors/http";
import { VendorFault } from "../../lib/connectors/vendor-http";
import { digestOf } from "../../lib/core/canonical";
import { invalidInput } from "../../lib/core/errors";
import { createLogger } from "../../lib/core/logger";
import { checkConnector } from "../executor/connector-check/check-connector";
import { type Outcome, offline } from "./command";
import { problemsText, reportText, staticText } from "./connector-text";

interface CheckOptions {
  origin?: string;
  ca?: string;
  allowPrivate?: boolean;
  readCredentialFile?: string;
  revokeCredentialFile?: string;
  sacrifice?: string;
  sacrificeDisable?: string;
}

/** `countersign connector check`: holds a declaration against its schema and against a real system. Needs no database, and no Countersign that runs. */
export function connectorCommands(program: Command): void {
  program
    .command("connector")
    .description("check a declarative connector's file")
    .command("check")
    .argument("<file>", "the YAML file")
    .description(
      "check the file alone; with --origin also against the real system. Ends with 0 when all is well, 1 when the file does not fit the system, 2 when the file or the command line is wrong, 3 when the system can't be reached or takes no credential",
    )
    .option("--origin <origin>", "the system's scheme, host and port: then it is read with the credentials below")
    .option("--ca <file>", "PEM of the certificate authority to trust instead of the system's")
    .option("--allow-private", "allow private addresses, and with them plain http")
    .option("--read-credential-file <file>", 'JSON: {"secret": "…"}, and "username" where the file says basic')
    .option("--revoke-credential-file <file>", 'JSON: {"secret": "…", "control": "…"}; tries the control and a made-up credential, and changes nothing')
    .option("--sacrifice-disable <handle>", "DISABLE the one token of this id or name, and show whether that is proven; takes minutes")
    .option("--sacrifice <handle>", "REVOKE the one token of this id or name, and show whether its death is proven; takes minutes")
    .action(offline((_command, file: string, options: CheckOptions) => check(file, options)));
}

async function check(file: string, options: CheckOptions): Promise<Outcome> {
  const parsed = parseDeclaration(await readText(file, "the declaration"));
  if ("problems" in parsed) return { text: problemsText(file, parsed.problems), json: { file, ok: false, problems: parsed.problems }, exitCode: 2 };
  const { declaration } = parsed;
  const about = { abilities: abilitiesOf(declaration), blindSpots: blindSpotsOf(declaration), warnings: warningsOf(declaration) };
  const json = { file, system: declaration.system, digest: digestOf(declaration), ...about };
  const text = staticText(file, declaration, about);
  if (options.origin === undefined) {
    if (options.readCredentialFile ?? options.revokeCredentialFile ?? options.sacrifice ?? options.sacrificeDisable)
      throw invalidInput("Credentials were given, and no system to use them at. Give --origin too.");
    return { text, json: { ...json, ok: true } };
  }
  const report = await against(declaration, options.origin, options);
  const wanted = [...(options.sacrifice ? ["sacrifice"] : []), ...(options.sacrificeDisable ? ["sacrifice_disabled"] : [])];
  const ok =
    report.steps.every(({ verdict }) => verdict !== "bad") &&
    wanted.every((name) => report.steps.some(({ step, verdict }) => step === name && verdict === "good"));
  return { text: `${text}\n\n${reportText(options.origin, report)}`, json: { ...json, ok, ...report }, exitCode: ok ? 0 : report.reached ? 1 : 3 };
}

async function against(declaration: Declaration, origin: string, options: CheckOptions) {
  if (options.readCredentialFile === undefined) throw invalidInput("Give --read-credential-file too: without a credential the system shows nothing.");
  const read = await readCredential(options.readCredentialFile, readCredentialOf(declaration), "reading");
  if (options.revokeCredentialFile === undefined && (options.sacrifice ?? options.sacrificeDisable) !== undefined)
    throw invalidInput(`--sacrifice${options.sacrifice === undefined ? "-disable" : ""} needs --revoke-credential-file.`);
  if (options.revokeCredentialFile !== undefined && endsNothing(declaration))
    throw invalidInput("The file ends nothing, so it takes no credential for revoking.");
  const revoke =
    options.revokeCredentialFile === undefined ? null : await readCredential(options.revokeCredentialFile, revokeCredentialOf(declaration), "revoking");
  const ca = options.ca === undefined ? null : await readText(options.ca, "the certificate authority");
  const log = createLogger("countersign", process.env.LOG_LEVEL ?? "warn");
  try {
    const http = createVendorHttp({ origin, ca, allowPrivate: options.allowPrivate === true, log });
    const input = { declaration, origin, http, read, revoke, sacrifice: options.sacrifice ?? null, sacrificeDisabled: options.sacrificeDisable ?? null };
    const onProgress = (line: string) => void process.stderr.write(`${line}\n`);
    return await checkConnector({ ...input, now: () => new Date(), wait: (milliseconds) => setTimeout(milliseconds), onProgress });
  } catch (error) {
    if (error instanceof VendorFault) throw invalidInput(error.message);
    throw error;
  }
}

async function readText(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw invalidInput(`${file} (${what}) can't be read: ${(error as NodeJS.ErrnoException).code ?? "unknown fault"}.`);
  }
}

/** A credential from a file. Its messages repeat nothing of what is in it. */
async function readCredential<C>(
  file: string,
  schema: { safeParse(given: unknown): { success: true; data: C } | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } } },
  use: string,
): Promise<C> {
  const parsed = schema.safeParse(jsonOf(await readText(file, `the credential for ${use}`)));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "the file"}: ${message}`);
  throw invalidInput(`${file} is not the credential for ${use} that this declaration takes (${fields.join("; ")}). It is JSON, like {"secret": "…"}.`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
