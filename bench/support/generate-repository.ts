import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Chance } from "./secrets/random";

const words = "const let return await export function import from value result token request response error number string list page row count state".split(" ");

/** A repository of so many commits, each of which changes a few lines of one to four of 2,000 files, as people do. Returns its folder. */
export async function generateRepository(commits: number): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "countersign-bench-repository-"));
  const init = spawn("git", ["init", "-q", "-b", "main", folder]);
  await once(init, "close");
  const git = spawn("git", ["-C", folder, "fast-import", "--quiet", "--date-format=raw"], { stdio: ["pipe", "inherit", "inherit"] });
  const chance = new Chance(7);
  const pick = (below: number) => chance.int(below);
  const line = () => `${"  ".repeat(pick(4))}${Array.from({ length: 3 + pick(8) }, () => words[pick(words.length)]).join(" ")} ${pick(100_000)};`;
  const files = new Map<number, string[]>();
  const write = async (text: string) => {
    if (!git.stdin.write(text)) await once(git.stdin, "drain");
  };
  for (let n = 0; n < commits; n++) {
    const message = `Change ${n}`;
    await write(`commit refs/heads/main\ncommitter Ada Wolfe <ada@example.test> ${1_700_000_000 + n * 60} +0000\ndata ${message.length}\n${message}\n`);
    for (let changed = 1 + pick(4); changed > 0; changed--) {
      const file = pick(2_000);
      const lines = files.get(file) ?? [];
      const at = pick(lines.length + 1);
      lines.splice(at, Math.min(lines.length - at, pick(6)), ...Array.from({ length: 1 + pick(30) }, line));
      if (lines.length > 400) lines.splice(0, 100);
      files.set(file, lines);
      const content = Buffer.from(`${lines.join("\n")}\n`);
      await write(`M 100644 inline src/part-${file % 50}/file-${file}.ts\ndata ${content.length}\n${content.toString()}\n`);
    }
  }
  git.stdin.end("done\n");
  await once(git, "close");
  return folder;
}
