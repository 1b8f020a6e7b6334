import { once } from "node:events";
import { type FileKind, fileKind } from "../../detection/secrets/engine/file-kind";
import type { Location } from "../../domain/exposures";
import { blobsOf } from "./git-blobs";
import { askGit, gitFault, runGit } from "./git-command";
import { presentCommits } from "./git-commits";
import { type Commit, GitLog, type Hunk, logFormat } from "./git-log";
import { addressedBy, type LineAddress } from "./git-web";
import { isLookedAt } from "./media";
import { type Piece, type Sourced, SourceFault } from "./piece";
import { Segments } from "./segments";

export interface GitOptions {
  /** look at what came after this commit alone */
  since?: string | undefined;
  /** look at what can't be reached from these commits, as gitHeads gave them; those that are gone don't matter */
  seen?: readonly string[] | undefined;
  signal?: AbortSignal | undefined;
}

/** Content that a commit brought and git takes for binary. */
interface Binary {
  commit: Commit;
  path: string;
  blob: string;
}

/** Binary content above this is not fetched: what is text to people and binary to git (UTF-16) is small. */
const mostOfBlob = 8 * 1024 * 1024;

/**
 * Every line that any commit of any branch or tag ever added, oldest first: through git itself. Throws {@link SourceFault} where the folder is no
 * repository or the commit is not in it.
 */
export async function* gitHistory(folder: string, { since, seen = [], signal }: GitOptions = {}): AsyncGenerator<Sourced> {
  const start = since === undefined ? null : await commitOf(folder, since);
  const without = await presentCommits(folder, seen);
  const address = await addressedBy(folder);
  const locate = (hunk: Hunk, line: number): Location => place(address, hunk.commit, hunk.path, hunk.line + line - 1);
  // what a path says of its text holds for a whole piece
  const open = new Map<FileKind, Segments<Hunk>>();
  const segmentsOf = (path: string): Segments<Hunk> => {
    const kind = fileKind(path);
    const segments = open.get(kind) ?? new Segments<Hunk>({ channel: "code", prose: false }, (hunk) => hunk.path, locate);
    open.set(kind, segments);
    return segments;
  };
  let segments = segmentsOf("");
  const pieces = (which: (segments: Segments<Hunk>) => boolean): { piece: Piece }[] =>
    [...open.values()].filter(which).flatMap((each) => {
      const piece = each.take();
      return piece ? [{ piece }] : [];
    });
  const binaries: Binary[] = [];
  let commits = 0;
  const authors = new Set<string>();
  const log = new GitLog({
    commit: ({ author }) => {
      commits++;
      const email = /<([^<>\s]+@[^<>\s]+)>$/.exec(author)?.[1];
      if (email) authors.add(email.toLowerCase());
    },
    hunk: (hunk) => {
      segments = segmentsOf(hunk.path);
      segments.begin(hunk);
    },
    added: (line) => segments.append(line),
    binary: (commit, path, blob) => binaries.push({ commit, path, blob }),
  });
  const child = runGit(
    folder,
    [
      "log",
      "--all",
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
  let told = 0;
  try {
    for await (const chunk of child.stdout) {
      log.push(chunk as Buffer);
      yield* pieces(({ full }) => full);
      if (commits > told) yield { commits: commits - told };
      told = commits;
    }
    log.end();
    yield* pieces(() => true);
    if (commits > told) yield { commits: commits - told };
    const [code] = await ended;
    if (code !== 0) throw gitFault(folder, Object.assign(new Error(`git ended with code ${code}`), { stderr: Buffer.concat(stderr) }));
  } finally {
    child.kill();
  }
  yield* binaryContent(folder, binaries, address);
  // whoever committed could read the repository, at least since then
  yield { audience: { path: null, open: true, members: [...authors].map((name) => ({ name, basis: "committed" as const })), unnamed: 0 } };
}

/** Content that git does not show as text: looked at where it may be text in another encoding, else counted. The same content is one, wherever it was. */
async function* binaryContent(folder: string, binaries: readonly Binary[], address: LineAddress): AsyncGenerator<Sourced> {
  const first = new Map([...binaries].reverse().map((binary) => [binary.blob, binary]));
  for await (const { id, size, content } of blobsOf(folder, [...first.keys()], mostOfBlob)) {
    const { commit, path } = first.get(id) as Binary;
    const unreadable = (reason: "media" | "too_large" | "vanished", detail: string | null): Sourced => ({
      unreadable: { path: `${path} at ${commit.id.slice(0, 12)}`, reason, detail, lasting: true },
    });
    if (!content)
      yield size > mostOfBlob ? unreadable("too_large", `${size} bytes that git takes for binary`) : unreadable("vanished", "the repository has it no more");
    else if (!isLookedAt(content)) yield unreadable("media", null);
    else yield { piece: { channel: "code", prose: false, pathAt: () => path, content, locate: ({ line }) => place(address, commit, path, line) } };
  }
}

function place(address: LineAddress, commit: Commit, path: string, line: number): Location {
  const url = address(commit.id, path, line);
  return { path, line, reference: commit.id, author: commit.author, at: new Date(commit.at * 1000).toISOString(), url };
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
