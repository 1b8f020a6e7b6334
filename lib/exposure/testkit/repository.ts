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

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
