import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A git repository of a test's own, with fixed authors and dates: commit n is made n hours into 2026. */
export class Repository {
  readonly folder = mkdtempSync(path.join(tmpdir(), "countersign-repository-"));
  private commits = 0;

  constructor() {
    this.git("init", "-q", "-b", "main");
    this.git("config", "user.name", "Ada Wolfe");
    this.git("config", "user.email", "ada@example.test");
  }

  git(...args: string[]): string {
    const date = new Date(Date.UTC(2026, 0, 1, this.commits)).toISOString();
    const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    return execFileSync("git", args, { cwd: this.folder, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  }

  write(name: string, content: string | Uint8Array): void {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  /** Writes files, commits everything, and returns the commit's id. */
  commit(files: Record<string, string | Uint8Array>): string {
    for (const [name, content] of Object.entries(files)) this.write(name, content);
    this.commits++;
    this.git("add", "-A");
    this.git("commit", "-q", "-m", `Change ${this.commits}`);
    return this.git("rev-parse", "HEAD");
  }

  /** A commit of more files than anybody can list, in no room: git is busy with it for long before it says anything. Returns its id. */
  bomb(): string {
    const make = (input: string, ...args: string[]) => execFileSync("git", args, { cwd: this.folder, input, encoding: "utf8" }).trim();
    const tree = (entry: string, name: string) => make(Array.from({ length: 40 }, (_, n) => `${entry}\t${name}${n}\n`).join(""), "mktree");
    let all = tree(`100644 blob ${make("nothing\n", "hash-object", "-w", "--stdin")}`, "file");
    for (let deep = 0; deep < 4; deep++) all = tree(`040000 tree ${all}`, "folder");
    const commit = this.git("commit-tree", all, "-m", "More than anybody can list");
    this.git("update-ref", "refs/heads/bomb", commit);
    return commit;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
