import { rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { inRoot } from "./root.mjs";
import { hashOf, unlessStamped } from "./stamp.mjs";

/** Where the programs stand once they are bundled: one file each, and what they share. */
export const programsFolder = inRoot(".programs");
const names = ["checker", "cli", "collector", "executor", "scanner", "signer", "supervisor"];

/** Files that lie beside a source (a migration, a child's program) are found from where that source stands, not from where its bundle does. */
const whereItStood = {
  name: "where it stood",
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      const text = await readFile(file, "utf8");
      if (file.includes("node_modules") || !text.includes("import.meta.url")) return undefined;
      const from = path.relative(programsFolder, file).split(path.sep).join("/");
      return { loader: "ts", contents: text.replaceAll("import.meta.url", `new URL(${JSON.stringify(from)}, import.meta.url).href`) };
    });
  },
};

/** Bundles the programs, when their sources changed: one that reads a thousand files, and translates each, takes three times as long to start. */
export const bundlePrograms = () =>
  unlessStamped(
    inRoot(".programs/.stamp"),
    hashOf("lib", "worker", "prisma/schema.prisma", "scripts/setup/programs.mjs", "tsconfig.json", "package-lock.json"),
    async () => {
      const { build } = await import("esbuild");
      rmSync(programsFolder, { recursive: true, force: true });
      await build({
        absWorkingDir: inRoot("."),
        entryPoints: Object.fromEntries(names.map((name) => [name, `worker/${name}/main.ts`])),
        outdir: programsFolder,
        outExtension: { ".js": ".mjs" },
        chunkNames: "shared-[hash]",
        bundle: true,
        splitting: true,
        format: "esm",
        platform: "node",
        target: "node20",
        packages: "external",
        keepNames: true,
        define: { "globalThis.countersignBundled": "true" },
        plugins: [whereItStood],
        logLevel: "warning",
      });
    },
  );
