import path from "node:path";
import { fileURLToPath } from "node:url";

declare global {
  /** true in the programs that `npm start` bundles (scripts/setup/programs.mjs), and in tests, which start those; undefined where the sources run themselves, as in benches */
  var countersignBundled: true | undefined;
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The arguments of node that start one of our programs: as a bundle from within a bundle, from its sources from within sources. */
export function programArgs(name: "signer" | "collector" | "executor" | "checker" | "scanner"): string[] {
  if (globalThis.countersignBundled) return [path.join(root, ".programs", `${name}.mjs`)];
  return ["--import", import.meta.resolve("tsx"), path.join(root, "worker", name, "main.ts")];
}

/** What the sources need in the environment to run by themselves. A bundle needs none of it. */
export const programEnv: { TSX_TSCONFIG_PATH?: string } = globalThis.countersignBundled ? {} : { TSX_TSCONFIG_PATH: path.join(root, "tsconfig.json") };
