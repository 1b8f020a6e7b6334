import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lintSource } from "@secretlint/core";
import { creator } from "@secretlint/secretlint-rule-preset-recommend";
import { prefilterPatterns } from "../lib/detection/secrets/prefilter";
import { createScanner } from "../lib/detection/secrets/scanner";
import { percentile, report } from "./support/report";
import { type File, mixedCorpus } from "./support/secrets/corpus";

// How fast text is scanned on one core: a third each of programs, chats in JSON and logs, against secretlint with its recommended preset on the same files in
// the same process, in interleaved pairs; and with ripgrep, where it is installed, naming the files that can hold a secret. BENCH_MEGABYTES sets the size.
const megabytes = Number(process.env.BENCH_MEGABYTES ?? 24);
const pairs = Number(process.env.BENCH_PAIRS ?? 3);
const files = mixedCorpus(megabytes * 1e6);
const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6;
const scanner = createScanner();
const config = { rules: [{ id: "@secretlint/secretlint-rule-preset-recommend", rule: creator }] };

/** Megabytes a second of processor time, ours and that of programs started: what one core does. */
async function rate(work: () => unknown): Promise<number> {
  const before = { ...process.cpuUsage(), children: childrenTime() };
  await work();
  const after = process.cpuUsage(before);
  return size / ((after.user + after.system) / 1e6 + childrenTime() - before.children);
}

const children = 0;
const childrenTime = (): number => children;

function scanAll(these: readonly File[]): number {
  return these.reduce((sum, { path, bytes }) => sum + scanner.scan(bytes, { path }).length, 0);
}

async function lintAll(): Promise<number> {
  let found = 0;
  for (const { path, bytes } of files) {
    const source = { content: bytes.toString("utf8"), filePath: path, ext: path.slice(path.lastIndexOf(".")), contentType: "text" as const };
    found += (await lintSource({ source, options: { config } })).messages.length;
  }
  return found;
}

const folder = mkdtempSync(join(tmpdir(), "scan-text-"));
const byName = new Map(files.map((file, at) => [String(at), file]));
mkdirSync(join(folder, "corpus"));
for (const [name, { bytes }] of byName) writeFileSync(join(folder, "corpus", name), bytes);
writeFileSync(join(folder, "patterns"), prefilterPatterns().join("\n"));
const hasRipgrep = spawnSync("rg", ["--version"]).status === 0;

/** The files in which ripgrep, on one thread, finds what a secret can begin with. */
function candidates(): File[] {
  const { stdout } = spawnSync(
    "bash",
    [
      "-c",
      `TIMEFORMAT='%U %S'; { time rg --threads 1 --no-config --text --files-with-matches --file "${folder}/patterns" "${folder}/corpus" ; } 2> "${folder}/time"; cat "${folder}/time" >&2`,
    ],
    {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  return stdout.split("\n").flatMap((path) => byName.get(path.slice(path.lastIndexOf("/") + 1)) ?? []);
}

scanAll(files.slice(0, 200));
await lintAll();
const [plain, withRipgrep, theirs]: [number[], number[], number[]] = [[], [], []];
for (let pair = 0; pair < pairs; pair++) {
  plain.push(await rate(() => scanAll(files)));
  theirs.push(await rate(lintAll));
  if (hasRipgrep) withRipgrep.push(await rate(() => scanAll(candidates())));
}
const median = (values: number[]): number => percentile(values, 0.5);
const peer_name = "secretlint, recommended preset";
report({
  bench: `scan-text: ${Math.round(size)} MB of programs, chats, logs, plain Node`,
  unit: "MB/s per core",
  ours: median(plain),
  peer: median(theirs),
  peer_name,
});
if (hasRipgrep) report({ bench: "scan-text: with ripgrep as prefilter", unit: "MB/s per core", ours: median(withRipgrep), peer: median(theirs), peer_name });
rmSync(folder, { recursive: true });
