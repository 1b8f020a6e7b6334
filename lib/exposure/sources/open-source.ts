import { createReadStream, lstatSync, type Stats, statSync } from "node:fs";
import path from "node:path";
import type { Channel, ScanForm } from "../../domain/exposures";
import { actionsLog } from "./actions-log";
import { Budget } from "./budget";
import { confluenceExport } from "./confluence";
import { contentOf } from "./content";
import { directory, file } from "./directory";
import { type GitOptions, gitFiles, gitHistory } from "./git";
import { askGit } from "./git-command";
import { headOf } from "./head-of";
import { containerImage } from "./image";
import { importedReport } from "./imported/read-report";
import { jiraCsv } from "./jira-csv";
import { jiraXml } from "./jira-xml";
import { isTop, jiraForm, looksLike } from "./looks-like";
import { otherScannersReport } from "./other-scanners";
import { type About, type Sourced, SourceFault } from "./piece";
import { slackExport } from "./slack";
import { treeOf } from "./tree";

export type Form = Exclude<ScanForm, "stream" | "upload">;

export interface OpenOptions {
  form?: Form;
  /** what the form suggests, unless said otherwise */
  channel?: Channel;
  /** for git: what came after this commit alone */
  since?: string;
  /** for git: of the history what these commits don't lead to; the working tree whole */
  seen?: readonly string[];
  /** for exports that do not tell where their pages lie: that address, as BaseAddress gives it */
  base?: string | null;
  signal?: AbortSignal;
}

/** What was opened: how it was taken, where people see it, and its texts. */
export interface Opened {
  form: Form;
  channel: Channel;
  source: AsyncIterable<Sourced>;
}

/** Where people see what such a form holds, unless somebody says otherwise: code, else. */
const channelOf: Partial<Record<Form, Channel>> = {
  slack: "chat",
  jira: "ticket",
  confluence: "wiki",
  mail: "mail",
  har: "other",
  actions: "build_log",
  image: "image",
};
/** What people write to each other. */
const proseChannels: ReadonlySet<Channel> = new Set(["chat", "ticket", "wiki", "mail"]);

/** A path as a source of texts. Throws {@link SourceFault} where nothing is there, it may not be read, or it is not what was said. */
export async function openSource(at: string, { form, channel, since, seen, base = null, signal }: OpenOptions = {}): Promise<Opened> {
  const stats = statOf(at);
  if (!stats.isFile() && !stats.isDirectory()) throw new SourceFault(`${at} is neither a file nor a directory.`);
  const taken = form ?? (await looksLike(at, stats, since !== undefined));
  if (since !== undefined && taken !== "git") throw new SourceFault(`--since is for repositories; ${at} is none.`);
  if (base !== null) mustTakeBase(at, taken);
  const about = aboutOf(channel ?? channelOf[taken] ?? "code");
  switch (taken) {
    case "git":
      await mustBeRepository(at, stats);
      return { form: taken, channel: about.channel, source: gitSource(at, about, { since, seen, signal }) };
    case "directory":
      if (!stats.isDirectory()) throw new SourceFault(`${at} is a file, not a directory.`);
      return { form: taken, channel: about.channel, source: directory(at, about) };
    case "slack":
      return { form: taken, channel: about.channel, source: slackExport(treeOf(at, stats), base) };
    case "confluence":
      return { form: taken, channel: about.channel, source: confluenceExport(treeOf(at, stats), about) };
    case "actions":
      return { form: taken, channel: about.channel, source: actionsLog(treeOf(at, stats), about) };
    case "image":
      return { form: taken, channel: about.channel, source: containerImage(treeOf(at, stats), about) };
    case "mail":
    case "har":
      return { form: taken, channel: about.channel, source: stats.isDirectory() ? directory(at, about) : file(at, path.basename(at), about) };
    case "gitleaks":
    case "trufflehog":
      if (!stats.isFile()) throw new SourceFault(`${at} is a directory, not a file.`);
      return { form: taken, channel: about.channel, source: otherScannersReport(taken, createReadStream(at), path.basename(at)) };
    case "sarif":
    case "github-alerts":
    case "gitguardian":
      if (!stats.isFile()) throw new SourceFault(`${at} is a directory, not a file.`);
      return { form: taken, channel: about.channel, source: importedReport(taken, createReadStream(at), path.basename(at)) };
    case "rest":
      throw new SourceFault("A system is named by its origin, and described by a file: scan https://gitlab.example.com --as rest --source FILE.yaml");
    case "jira":
    case "file":
      if (!stats.isFile()) throw new SourceFault(`${at} is a directory, not a file.`);
      return { form: taken, channel: about.channel, source: taken === "jira" ? jira(at, base) : file(at, path.basename(at), about) };
    default:
      return taken satisfies never;
  }
}

/** Bytes that come by themselves, as from standard input. */
export function openStream(bytes: AsyncIterable<Uint8Array>, name: string, channel: Channel = "other"): AsyncIterable<Sourced> {
  // how much is packed in it is known at its end alone: what is free must do
  return contentOf({ path: name, at: null, bytes }, aboutOf(channel), new Budget(0));
}

export const aboutOf = (channel: Channel): About => ({ channel, prose: proseChannels.has(channel) });

async function* gitSource(top: string, about: About, options: GitOptions): AsyncGenerator<Sourced> {
  yield* gitHistory(top, options);
  // the tree as it stands holds what is older too
  if (options.since !== undefined || (await isBare(top))) return;
  for (const name of await gitFiles(top)) yield* file(path.join(top, name), name, about);
}

export const isBare = async (at: string) => (await askGit(at, ["rev-parse", "--is-bare-repository"])).toString().trim() === "true";

function jira(at: string, base: string | null): AsyncIterable<Sourced> {
  const bytes = createReadStream(at);
  return jiraForm(headOf(at)) === "csv" ? jiraCsv(bytes, path.basename(at), base) : jiraXml(bytes, path.basename(at));
}

function mustTakeBase(at: string, taken: Form): void {
  if (taken !== "slack" && taken !== "jira")
    throw new SourceFault(
      `--base is for exports of Slack and Jira; ${at} is taken as ${taken}, whose places say themselves where their pages lie, or have none.`,
    );
}

async function mustBeRepository(at: string, stats: Stats): Promise<void> {
  if (!stats.isDirectory()) throw new SourceFault(`${at} is a file, not a repository.`);
  if (!(await isTop(at))) throw new SourceFault(`${at} lies within a repository: name its top.`);
}

function statOf(at: string): Stats {
  try {
    return statSync(at);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") {
      const dangling = isLink(at) ? "a link that leads nowhere" : "nothing there";
      throw new SourceFault(`${at} can't be scanned: there is ${dangling}. Is it spelt right?`);
    }
    if (code === "EACCES" || code === "EPERM") throw new SourceFault(`${at} can't be scanned: you may not read it. Run this as a user who may.`);
    throw new SourceFault(`${at} can't be scanned: ${(error as Error).message}`);
  }
}

function isLink(at: string): boolean {
  try {
    return lstatSync(at).isSymbolicLink();
  } catch {
    return false;
  }
}
