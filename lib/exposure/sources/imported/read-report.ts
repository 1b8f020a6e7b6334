import { z } from "zod";
import { Unlookable } from "../budget";
import { held } from "../held";
import type { Sourced, Told } from "../piece";
import { withoutItsSecret } from "../without-its-secret";
import { GgshieldScan, GitguardianIncident, ofGgshield, ofGitguardianIncident } from "./gitguardian";
import { GithubAlert, ofGithubAlert } from "./github-alerts";
import { jsonRows } from "./json-values";
import { ofSarif, Sarif, SarifRun } from "./sarif";

export type ImportedForm = "sarif" | "github-alerts" | "gitguardian";

/** Which service's findings a file's beginning is. */
export function importedForm(head: Buffer): ImportedForm | null {
  const text = head
    .toString("utf8")
    .replace(/^\ufeff/, "")
    .trimStart();
  const has = (...names: string[]) => names.every((name) => text.includes(`"${name}"`));
  if (text.startsWith("{") && has("runs") && (/sarif/i.test(text) || has("version", "tool"))) return "sarif";
  if (/^[[{]/.test(text) && has("secret_type") && (has("html_url") || has("number"))) return "github-alerts";
  if (text.startsWith("{") && (has("entities_with_incidents") || (has("scans") && has("total_incidents")))) return "gitguardian";
  return /^[[{]/.test(text) && has("detector", "secret_hash") ? "gitguardian" : null;
}

/** What another service found: each finding as it tells it. One that can't be understood is told; the rest is read on. */
export async function* importedReport(form: ImportedForm, source: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<Sourced> {
  const unreadable = (reason: "malformed", detail: string): Sourced => ({ unreadable: { path, reason, detail } });
  let rows: unknown[];
  try {
    rows = jsonRows((await held(source)).toString("utf8").replace(/^\ufeff/, ""));
  } catch (error) {
    if (error instanceof SyntaxError) yield unreadable("malformed", "not a report in JSON");
    else if (error instanceof Unlookable) yield { unreadable: { path, reason: error.reason, detail: error.detail } };
    else throw error;
    return;
  }
  for (const [n, finding] of [...findingsOf(form, rows)].entries()) {
    try {
      for (const told of finding()) yield { told: withoutItsSecret(told) };
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error;
      yield unreadable("malformed", `finding ${n + 1}: ${error.issues[0]?.path.join(".")} ${error.issues[0]?.message}`);
    }
  }
}

function* findingsOf(form: ImportedForm, rows: readonly unknown[]): Generator<() => Told[]> {
  for (const row of rows) {
    if (form === "github-alerts") yield () => ofGithubAlert(GithubAlert.parse(row));
    else if (form === "gitguardian")
      yield () => (isIncident(row) ? ofGitguardianIncident(GitguardianIncident.parse(row)) : ofGgshield(GgshieldScan.parse(row)));
    else yield* sarifFindings(row);
  }
}

const isIncident = (row: unknown): boolean => typeof row === "object" && row !== null && "detector" in row;

function* sarifFindings(row: unknown): Generator<() => Told[]> {
  const sarif = Sarif.safeParse(row);
  if (!sarif.success) return yield failing(sarif.error);
  for (const given of sarif.data.runs) {
    const run = SarifRun.safeParse(given);
    if (!run.success) yield failing(run.error);
    else for (const result of run.data.results ?? []) yield () => ofSarif(run.data, result);
  }
}

const failing = (fault: z.ZodError) => (): Told[] => {
  throw fault;
};
