import { existsSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { root } from "./root.mjs";

const usage = `npm start [-- --sample | --empty]

  --sample   a made-up organisation with live systems, on this machine only (data in .data/sample)
  --empty    your own organisation (data in .data/main)

Without either: the one that alone has data here; else on a terminal it asks, and without one it starts the sample.
docs/configuration.md lists the environment variables.`;

/** Which organisation to start: "sample", "main", or null when only help was asked for. Throws with the usage on an unknown word. */
export async function chooseOrganisation(args, { terminal = process.stdin.isTTY === true, env = process.env } = {}) {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(usage);
    return null;
  }
  const unknown = args.find((word) => word !== "--sample" && word !== "--empty");
  if (unknown) throw new Error(`${unknown} is not known here.\n\n${usage}`);
  if (args.includes("--sample") && args.includes("--empty")) throw new Error("Choose one of --sample and --empty.");
  if (args.includes("--sample")) return "sample";
  if (args.includes("--empty")) return "main";
  const data = path.resolve(env.COUNTERSIGN_DATA ?? path.join(root, ".data"));
  const [main, sample] = ["main", "sample"].map((name) => existsSync(path.join(data, name)));
  if (main !== sample) return main ? "main" : "sample";
  return terminal ? ask() : "sample";
}

async function ask() {
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await reader.question("Start with the sample organisation, or with your own, empty one? [sample/empty, Enter for sample] ");
    return answer.trim().toLowerCase().startsWith("e") ? "main" : "sample";
  } finally {
    reader.close();
  }
}
