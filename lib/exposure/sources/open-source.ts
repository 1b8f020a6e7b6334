import { lstatSync, type Stats, statSync } from "node:fs";
import path from "node:path";
import type { Channel } from "../../domain/exposures";
import { Budget } from "./budget";
import { contentOf } from "./content";
import { directory, file } from "./directory";
import { gitFiles, gitHistory } from "./git";
import { askGit } from "./git-command";
import { type About, type Sourced, SourceFault } from "./piece";

/** How a path is taken: what it is, unless somebody says otherwise. */
export const forms = ["git", "directory", "file"] as const;
export type Form = (typeof forms)[number];

export interface OpenOptions {
  form?: Form;
  /** code unless said otherwise */
  channel?: Channel;
  /** for git: what came after this commit alone */
  since?: string;
  signal?: AbortSignal;
}

/** What people write to each other. */
const proseChannels: ReadonlySet<Channel> = new Set(["chat", "ticket", "wiki", "mail"]);

/** A path as a source of texts. Throws {@link SourceFault} where nothing is there, it may not be read, or it is not what was said. */
export async function openSource(
  at: string,
  { form, channel = "code", since, signal }: OpenOptions = {},
): Promise<{ form: Form; source: AsyncIterable<Sourced> }> {
  const stats = statOf(at);
  const about = aboutOf(channel);
  if (stats.isFile()) {
    if (form && form !== "file") throw new SourceFault(`${at} is a file, not ${form === "git" ? "a repository" : "a directory"}.`);
    if (since !== undefined) throw new SourceFault(`--since is for repositories; ${at} is a file.`);
    return { form: "file", source: file(at, path.basename(at), about) };
  }
  if (!stats.isDirectory()) throw new SourceFault(`${at} is neither a file nor a directory.`);
  if (form === "file") throw new SourceFault(`${at} is a directory, not a file.`);
  const repository = form === "directory" ? false : await isRepository(at, form === "git" || since !== undefined);
  if (!repository && since !== undefined) throw new SourceFault(`--since is for repositories; ${at} is a directory without one.`);
  if (!repository) return { form: "directory", source: directory(at, about) };
  return { form: "git", source: gitSource(at, about, since, signal) };
}

/** Bytes that come by themselves, as from standard input. */
export function openStream(bytes: AsyncIterable<Uint8Array>, name: string, channel: Channel = "other"): AsyncIterable<Sourced> {
  // how much is packed in it is known at its end alone: what is free must do
  return contentOf({ path: name, at: null, bytes }, aboutOf(channel), new Budget(0));
}

export const aboutOf = (channel: Channel): About => ({ channel, prose: proseChannels.has(channel) });

async function* gitSource(top: string, about: About, since: string | undefined, signal: AbortSignal | undefined): AsyncGenerator<Sourced> {
  yield* gitHistory(top, { ...(since === undefined ? {} : { since }), ...(signal ? { signal } : {}) });
  // the tree as it stands holds what is older too
  if (since !== undefined || (await isBare(top))) return;
  for (const name of await gitFiles(top)) yield* file(path.join(top, name), name, about);
}

const isBare = async (at: string) => (await askGit(at, ["rev-parse", "--is-bare-repository"])).toString().trim() === "true";

/** Whether the path is the top of a working tree, or a bare repository. A folder within one is a directory. */
async function isRepository(at: string, asked: boolean): Promise<boolean> {
  try {
    const [bare, above] = (await askGit(at, ["rev-parse", "--is-bare-repository", "--show-prefix"])).toString().split("\n");
    if (bare === "true" || above === "") return true;
    if (asked) throw new SourceFault(`${at} lies within a repository: name its top.`);
    return false;
  } catch (error) {
    if (asked) throw error;
    return false;
  }
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
