import { existsSync } from "node:fs";
import { bundlePrograms } from "./programs.mjs";
import { inRoot } from "./root.mjs";
import { npm, run } from "./run.mjs";
import { hashOf, unlessStamped } from "./stamp.mjs";

const lockfileFault = "The packages could not be installed. Check the network (npm ci says above what it missed), then try again.";
/** The same packages whatever NODE_ENV says. Install scripts stay off: none is needed, and some download programs. */
const ci = ["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

/** Installs the packages of the lockfile, unless they stand already. */
export const installPackages = (say) =>
  unlessStamped(inRoot("node_modules/.countersign/install"), hashOf("package-lock.json"), () => {
    say("Installing packages (about a minute at the first start)…");
    return npm(ci, { quiet: true, sentence: lockfileFault });
  });

/** Installs the sample's live systems: the package in demo/, which a production install never sees. */
export const installDemo = (say) =>
  unlessStamped(inRoot("demo/node_modules/.countersign/install"), hashOf("demo/package-lock.json"), () => {
    say("Installing the sample's live systems…");
    return npm([...ci, "--prefix", "demo"], { quiet: true, sentence: lockfileFault });
  });

/** Installs the real Directus that its connector is tested on: the package in demo/directus/, which nothing but the tests needs. */
export const installDirectus = (say) =>
  unlessStamped(inRoot("demo/directus/node_modules/.countersign/install"), hashOf("demo/directus/package-lock.json", "demo/directus/left-out"), () => {
    say("Installing a Directus for the tests…");
    return npm([...ci, "--prefix", "demo/directus"], { quiet: true, sentence: lockfileFault });
  });

/** Generates the database client. */
export const generateClient = () =>
  unlessStamped(inRoot("lib/core/generated/.stamp"), hashOf("prisma/schema.prisma", "package-lock.json"), () =>
    run(process.execPath, ["scripts/prisma.mjs", "generate"], { quiet: true, sentence: "The database client could not be generated." }),
  );

const webSources = ["app", "components", "lib", "public", "next.config.ts", "postcss.config.mjs", "proxy.ts", "tsconfig.json", "package-lock.json"];

/** Builds the pages, when their sources changed since the last build. */
export const buildPages = (say) =>
  unlessStamped(inRoot(".next/countersign-stamp"), hashOf(...webSources), () => {
    say("Building the pages…");
    return run(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
      quiet: true,
      // The build needs no secret, so it gets none.
      env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      sentence: "The pages could not be built; the reason stands above.",
    });
  });

/** Everything a start needs, in the order in which one needs the other. */
export async function prepare({ demo, say }) {
  // Processes under users of their own must be able to read what is installed here, whatever this user's mask.
  process.umask(0o022);
  await installPackages(say);
  await generateClient();
  await Promise.all([buildPages(say), bundlePrograms(), ...(demo && existsSync(inRoot("demo/package-lock.json")) ? [installDemo(say)] : [])]);
}
