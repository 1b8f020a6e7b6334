import { once } from "node:events";
import { Budget } from "./budget";
import { contentOf, headOf, isPacked } from "./content";
import { type Blob, blobsOf } from "./git-blobs";
import { askGit, gitFault, runGit } from "./git-command";
import { presentCommits } from "./git-commits";
import { byCommit, Hunks } from "./git-hunks";
import { type Commit, GitLog, logFormat } from "./git-log";
import { tagMessages } from "./git-tags";
import { addressedBy, type LineAddress } from "./git-web";
import { placed, type Sourced, SourceFault } from "./piece";

export interface GitOptions {
  /** look at what the checked-out commit has and this one has not */
  since?: string | undefined;
  /** look at what can't be reached from these commits, as gitHeads gave them; those that are gone don't matter */
  seen?: readonly string[] | undefined;
  /** ends it, however busy git is: what it was aborted with is thrown */
  signal?: AbortSignal | undefined;
}

/** Content that a commit brought and git takes for binary. */
interface Binary {
  commit: Commit;
  path: string;
  blob: string;
}

/** Binary content above this that is no archive is not looked at: what is text to people and binary to git (UTF-16) is small. */
const mostOfBlob = 8 * 1024 * 1024;

/**
 * Every line that any commit of any branch or tag ever added, and what commits and tags say themselves, oldest first: through git itself. Throws
 * {@link SourceFault} where the folder is no repository or the commit is not in it.
 */
export async function* gitHistory(folder: string, { since, seen = [], signal }: GitOptions = {}): AsyncGenerator<Sourced> {
  const start = since === undefined ? null : await commitOf(folder, since);
  if (start) await commitOf(folder, "HEAD");
  const without = await presentCommits(folder, seen, signal);
  const address = await addressedBy(folder);
  const hunks = new Hunks(address);
  const binaries: Binary[] = [];
  let commits = 0;
  const authors = new Set<string>();
  const log = new GitLog({
    commit: ({ author }) => {
      commits++;
      const email = /<([^<>\s]+@[^<>\s]+)>$/.exec(author)?.[1];
      if (email) authors.add(email.toLowerCase());
    },
    hunk: (hunk) => hunks.begin(hunk),
    added: (bytes) => hunks.add(bytes),
    over: () => hunks.close(),
    binary: (commit, path, blob) => binaries.push({ commit, path, blob }),
  });
  const child = runGit(
    folder,
    [
      "log",
      // what the checked-out branch adds, where a commit is named: others in the same clone are not its own
      start ? "HEAD" : "--all",
      "--reverse",
      "-p",
      "-U0",
      "--inter-hunk-context=0",
      "--full-index",
      "--src-prefix=a/",
      "--dst-prefix=b/",
      "-O/dev/null",
      "--no-relative",
      "--encoding=UTF-8",
      "--no-color",
      "--no-ext-diff",
      "--no-textconv",
      "--no-renames",
      "--no-show-signature",
      "--no-notes",
      "--diff-merges=dense-combined",
      `--format=${logFormat}`,
      ...(start ? [`^${start}`] : []),
      "--stdin",
      "--",
    ],
    signal,
  );
  // one that ends early is noticed where its output ends
  child.stdin.on("error", () => {});
  child.stdin.end(without.map((id) => `^${id}\n`).join(""));
  const stderr: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  const ended = once(child, "close") as Promise<[number | null]>;
  ended.catch(() => {});
  const output = child.stdout[Symbol.asyncIterator]();
  const more = async (): Promise<boolean> => {
    const next = await output.next();
    if (next.done) log.end();
    else log.push(next.value as Buffer);
    return !next.done;
  };
  let told = 0;
  try {
    for (let goesOn = true; goesOn; ) {
      goesOn = await more();
      yield* hunks.take(goesOn ? "full" : "all");
      const long = hunks.flowing(more);
      if (long) yield { piece: long.piece };
      await long?.rest();
      if (commits > told) yield { commits: commits - told };
      told = commits;
    }
    signal?.throwIfAborted();
    yield* hunks.take("all");
    const [code] = await ended;
    if (code !== 0) throw gitFault(folder, Object.assign(new Error(`git ended with code ${code}`), { stderr: Buffer.concat(stderr) }));
  } finally {
    child.kill();
    child.stdout.destroy();
  }
  yield* binaryContent(folder, binaries, address, signal);
  yield* tagMessages(folder, start, signal);
  // whoever committed could read the repository, at least since then
  yield { audience: { path: null, open: true, members: [...authors].map((name) => ({ name, basis: "committed" as const })), unnamed: 0 } };
}

/**
 * Content that git does not show as text: archives are opened, what may be text in another encoding is looked at, the rest is counted. The same content
 * is one, wherever it was.
 */
async function* binaryContent(folder: string, binaries: readonly Binary[], address: LineAddress, signal?: AbortSignal): AsyncGenerator<Sourced> {
  const first = new Map<string, Binary>();
  for (const binary of binaries) if (!first.has(binary.blob)) first.set(binary.blob, binary);
  for await (const blob of blobsOf(folder, [...first.keys()], signal)) {
    const { commit, path } = first.get(blob.id) as Binary;
    for await (const one of contentOfBlob(blob, path)) {
      if ("unreadable" in one) yield { unreadable: { ...one.unreadable, path: `${one.unreadable.path} at ${commit.id.slice(0, 12)}`, lasting: true } };
      else yield placed(one, (found) => ({ ...found, ...byCommit(commit), url: address(commit.id, path, found.path === path ? (found.line ?? 1) : 1) }));
    }
  }
}

async function* contentOfBlob({ size, bytes }: Blob, path: string): AsyncGenerator<Sourced> {
  if (!bytes) return yield { unreadable: { path, reason: "vanished", detail: "the repository has it no more" } };
  const { head, rest } = await headOf(bytes);
  if (size > mostOfBlob && !isPacked(head)) yield { unreadable: { path, reason: "too_large", detail: `${size} bytes that git takes for binary` } };
  else yield* contentOf({ path, at: null, bytes: rest() }, { channel: "code", prose: false }, new Budget(size));
}

async function commitOf(folder: string, name: string): Promise<string> {
  // what looks like an option is none
  const found = await askGit(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`]).catch((error: unknown) => {
    if (error instanceof SourceFault && /not a git repository|not installed/.test(error.message)) throw error;
    return null;
  });
  const id = found?.toString().trim();
  if (!id) throw new SourceFault(`${name} is no commit of ${folder}. Name one that \`git log\` shows.`);
  return id;
}

/** Files of the working tree as the repository has them: tracked ones, and new ones that are not ignored. Relative to its top. */
export async function gitFiles(folder: string): Promise<string[]> {
  const listed = await askGit(folder, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
  return [...new Set(listed.toString("utf8").split("\0").filter(Boolean))];
}
