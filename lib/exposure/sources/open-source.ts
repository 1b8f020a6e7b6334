import { closeSync, constants, createReadStream, lstatSync, opendirSync, openSync, type Stats, statSync } from "node:fs";
import path from "node:path";
import type { Channel, ScanForm } from "../../domain/exposures";
import { actionsLog } from "./actions-log";
import { confluenceExport } from "./confluence";
import { directory, file, unopened } from "./directory";
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
  /** for git: what the checked-out commit has and this one has not */
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
export const channelOf: Partial<Record<Form, Channel>> = {
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
  mustBeReadable(at, stats);
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
      return { form: taken, channel: about.channel, source: withUnopened(slackExport(treeOf(at, stats), base), at, stats) };
    case "confluence":
      return { form: taken, channel: about.channel, source: withUnopened(confluenceExport(treeOf(at, stats), about), at, stats) };
    case "actions":
      return { form: taken, channel: about.channel, source: withUnopened(actionsLog(treeOf(at, stats), about), at, stats) };
    case "image":
      return { form: taken, channel: about.channel, source: withUnopened(containerImage(treeOf(at, stats), about), at, stats) };
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

export const aboutOf = (channel: Channel): About => ({ channel, prose: proseChannels.has(channel) });

/** An export, and what of its folder can't be opened: whoever reads the export does not meet it. */
async function* withUnopened(source: AsyncIterable<Sourced>, at: string, stats: Stats): AsyncGenerator<Sourced> {
  yield* source;
  if (stats.isDirectory()) yield* unopened(at);
}

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
    throw faultAt(at, error);
  }
}

/** What can't be read at all is no source in which nothing was found. */
function mustBeReadable(at: string, stats: Stats): void {
  try {
    if (stats.isDirectory()) {
      opendirSync(at).closeSync();
      // a folder whose names may be read, and nothing in it
      lstatSync(`${at}/.`);
    } else closeSync(openSync(at, constants.O_RDONLY | constants.O_NONBLOCK));
  } catch (error) {
    throw faultAt(at, error);
  }
}

function faultAt(at: string, error: unknown): SourceFault {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR") {
    const dangling = isLink(at) ? "a link that leads nowhere" : "nothing there";
    return new SourceFault(`${at} can't be scanned: there is ${dangling}. Is it spelt right?`);
  }
  if (code === "EACCES" || code === "EPERM") return new SourceFault(`${at} can't be scanned: you may not read it. Run this as a user who may.`);
  return new SourceFault(`${at} can't be scanned: ${message}`);
}

function isLink(at: string): boolean {
  try {
    return lstatSync(at).isSymbolicLink();
  } catch {
    return false;
  }
}
