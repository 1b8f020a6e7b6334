import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export type Organisation = "sample" | "main";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Absolute path under which everything a running Countersign keeps is found: `.data` beside the code, or COUNTERSIGN_DATA. */
export const dataRoot = (env: NodeJS.ProcessEnv = process.env): string => path.resolve(env.COUNTERSIGN_DATA ?? path.join(root, ".data"));

/** The folder of the sample organisation or of one's own. */
export const dataFolder = (organisation: Organisation, env: NodeJS.ProcessEnv = process.env): string => path.join(dataRoot(env), organisation);

/** Which organisations have a folder already. */
export const existingOrganisations = (env: NodeJS.ProcessEnv = process.env): Organisation[] =>
  (["main", "sample"] as const).filter((organisation) => existsSync(dataFolder(organisation, env)));

/** A process's own folder inside an organisation's. */
export const homeOf = (folder: string, name: string): string => path.join(folder, name);
