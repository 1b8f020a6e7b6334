import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { lookThrough, nothingLooked } from "../lib/exposure/look-through";
import { gitHistory } from "../lib/exposure/sources/git";
import { generateRepository } from "./support/generate-repository";
import { percentile, report, seconds } from "./support/report";

const median = (values: readonly number[]) => percentile(values, 0.5);

// The history of a repository, looked through for secrets, against git printing it to nobody. BENCH_COMMITS for another size.

const commits = Number(process.env.BENCH_COMMITS ?? 20_000);
const pairs = 5;
const folder = await generateRepository(commits);

async function ours(since?: string): Promise<{ seconds: number; megabytes: number }> {
  const looked = nothingLooked();
  const took = await seconds(async () => {
    for await (const _ of lookThrough(gitHistory(folder, since === undefined ? {} : { since }), () => null, looked));
  });
  return { seconds: took, megabytes: looked.bytes / 1e6 };
}

const peer = (): Promise<number> =>
  seconds(async () => {
    const child = spawn("git", ["-C", folder, "log", "--all", "-p"], { stdio: ["ignore", "pipe", "inherit"] });
    child.stdout.resume();
    await once(child, "close");
  });

try {
  const runs: { ours: number; peer: number; megabytes: number }[] = [];
  for (let n = 0; n < pairs; n++) {
    const floor = await peer();
    const { seconds: took, megabytes } = await ours();
    runs.push({ ours: took, peer: floor, megabytes });
  }
  const ten = execFileSync("git", ["-C", folder, "rev-parse", "HEAD~10"], { encoding: "utf8" }).trim();
  const increments: number[] = [];
  for (let n = 0; n < pairs; n++) increments.push((await ours(ten)).seconds);
  const name = `scan-git ${commits}`;
  const of = (key: "ours" | "peer" | "megabytes") => median(runs.map((run) => run[key]));
  report({ bench: `${name}, whole history`, unit: "s", ours: of("ours"), peer: of("peer"), peer_name: "git log -p to nothing" });
  report({ bench: `${name}, median of the pairs' ratios`, unit: "ours/peer", ours: median(runs.map((run) => run.ours / run.peer)), peer: null });
  report({ bench: `${name}, added lines`, unit: "MB/s", ours: of("megabytes") / of("ours"), peer: null });
  report({ bench: `${name}, commits`, unit: "1/s", ours: commits / of("ours"), peer: commits / of("peer"), peer_name: "git log -p to nothing" });
  report({ bench: `${name}, ten new commits`, unit: "s", ours: median(increments), peer: null });
} finally {
  await rm(folder, { recursive: true, force: true });
}
