import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prefilterPatterns } from "../lib/detection/secrets/prefilter";
import { createScanner } from "../lib/detection/secrets/scanner";
import { percentile, report } from "./support/report";
import { lint, secretlint } from "./support/secretlint";
import { type File, mixedCorpus } from "./support/secrets/corpus";

// How fast text is scanned on one core: a third each of programs, chats in JSON and logs, against secretlint with its recommended preset on the same files in
// the same process, in interleaved pairs; and with ripgrep, where it is installed, naming the files that can hold a secret. BENCH_MEGABYTES sets the size.
const megabytes = Number(process.env.BENCH_MEGABYTES ?? 24);
const pairs = Number(process.env.BENCH_PAIRS ?? 9);
/** Over so many passes of ours a pair's rate is taken: one takes some 40 ms, which the machine's moods double. */
const passes = 5;
const files = mixedCorpus(megabytes * 1e6);
const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6;
const scanner = createScanner();

/** Megabytes a second of processor time: what one core does. `work` gives what programs it started have taken besides, in seconds. */
async function rate(work: () => number | Promise<number>, times = 1): Promise<number> {
  const before = process.cpuUsage();
  let others = 0;
  for (let n = 0; n < times; n++) others += await work();
  const { user, system } = process.cpuUsage(before);
  return (size * times) / ((user + system) / 1e6 + others);
}

function scanAll(these: readonly File[]): number {
  for (const { path, bytes } of these) scanner.scan(bytes, { path });
  return 0;
}

async function lintAll(): Promise<number> {
  for (const { path, bytes } of files) await lint(bytes.toString("utf8"), path);
  return 0;
}

const folder = mkdtempSync(join(tmpdir(), "scan-text-"));
const byName = new Map(files.map((file, at) => [String(at), file]));
mkdirSync(join(folder, "corpus"));
for (const [name, { bytes }] of byName) writeFileSync(join(folder, "corpus", name), bytes);
writeFileSync(join(folder, "patterns"), prefilterPatterns().join("\n"));
const hasRipgrep = spawnSync("rg", ["--version"]).status === 0;

/** Scans the files in which ripgrep, on one thread, finds what a secret can begin with; gives ripgrep's processor time. */
function scanCandidates(): number {
  const rg = `rg --threads 1 --no-config --text --no-unicode --files-with-matches --file ${folder}/patterns ${folder}/corpus`;
  const { stdout, stderr } = spawnSync("bash", ["-c", `TIMEFORMAT='%U %S'; time ${rg}`], { encoding: "utf8" });
  scanAll(stdout.split("\n").flatMap((path) => byName.get(path.slice(path.lastIndexOf("/") + 1)) ?? []));
  const [user, system] = stderr.trim().split(" ").map(Number);
  return (user ?? Number.NaN) + (system ?? Number.NaN);
}

// both as in a process that has run for a while
for (let round = 0; round < 8; round++) scanAll(files);
for (let round = 0; round < 2; round++) await lintAll();
const [plain, withRipgrep, theirs]: [number[], number[], number[]] = [[], [], []];
for (let pair = 0; pair < pairs; pair++) {
  plain.push(await rate(() => scanAll(files), passes));
  theirs.push(await rate(lintAll));
  if (hasRipgrep) withRipgrep.push(await rate(scanCandidates));
}
const median = (values: number[]): number => percentile(values, 0.5);
const peer_name = secretlint;
report({
  bench: `scan-text: ${Math.round(size)} MB of programs, chats, logs, plain Node`,
  unit: "MB/s per core",
  ours: median(plain),
  peer: median(theirs),
  peer_name,
});
report({ bench: "scan-text: median of the pairs' ratios", unit: "ours/peer", ours: median(plain.map((ours, pair) => ours / (theirs[pair] as number))) });
if (hasRipgrep) report({ bench: "scan-text: with ripgrep as prefilter", unit: "MB/s per core", ours: median(withRipgrep), peer: median(theirs), peer_name });
rmSync(folder, { recursive: true });
