import { once } from "node:events";
import { askGit, gitFault, runGit } from "./git-command";
import { gitTags } from "./git-tags";

/** The commits that branches, tags and HEAD lead to: whoever has looked through them all knows the history up to there. */
export async function gitHeads(folder: string, signal?: AbortSignal): Promise<string[]> {
  const listed = await askGit(folder, ["for-each-ref", "--format=%(objecttype) %(objectname) %(*objecttype) %(*objectname)"], signal);
  const head = await askGit(folder, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]).catch(() => Buffer.alloc(0));
  const commits = [...listed.toString().matchAll(/\bcommit ([0-9a-f]+)/g)].map(([, id]) => id as string);
  return [...new Set([...commits, ...head.toString().split("\n").filter(Boolean)])].sort();
}

/** Of these commits and tags, those that no branch, no tag and not HEAD leads to any more. */
export async function gitUnreachable(folder: string, known: readonly string[], signal?: AbortSignal): Promise<string[]> {
  const tags = new Set((await gitTags(folder, null, signal)).map(({ id }) => id));
  const ids = known.filter((id) => !tags.has(id));
  const present = await presentCommits(folder, ids, signal);
  if (present.length === 0) return [...ids];
  const loose = new Set((await feedGit(folder, ["rev-list", "--stdin", "--not", "--all"], present.join("\n"), signal)).split("\n"));
  const there = new Set(present);
  return ids.filter((id) => !there.has(id) || loose.has(id));
}

/** Those of the ids that are commits here. */
export async function presentCommits(folder: string, ids: readonly string[], signal?: AbortSignal): Promise<string[]> {
  if (ids.length === 0) return [];
  const said = await feedGit(folder, ["cat-file", "--batch-check=%(objectname) %(objecttype)"], ids.join("\n"), signal);
  return said.split("\n").flatMap((line) => (line.endsWith(" commit") ? [line.slice(0, -7)] : []));
}

/** What git answers to what it is fed. Throws SourceFault, or what the signal was aborted with, where it does not come to its end: nothing is concluded from half an answer. */
async function feedGit(folder: string, args: readonly string[], input: string, signal?: AbortSignal): Promise<string> {
  const child = runGit(folder, args, signal);
  child.stdin.on("error", () => {});
  const stderr: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  const ended = once(child, "close") as Promise<[number | null]>;
  ended.catch(() => {});
  child.stdin.end(`${input}\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  const [code] = await ended;
  signal?.throwIfAborted();
  if (code !== 0) throw gitFault(folder, Object.assign(new Error(`git ended with code ${code}`), { stderr: Buffer.concat(stderr) }));
  return Buffer.concat(chunks).toString();
}
