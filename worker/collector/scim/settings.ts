import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

/** What `active: false` means at this directory. Departed unless somebody said that theirs deactivates people who may come back. */
export const ScimSettings = z.strictObject({ inactiveMeans: z.enum(["departed", "suspended"]).default("departed") });
export type ScimSettings = z.infer<typeof ScimSettings>;

const file = (home: string): string => path.join(home, "scim.json");

/** Reads `scim.json` of the collector's home; defaults where there is none. Throws a sentence for a file that can't be read. */
export async function readSettings(home: string): Promise<ScimSettings> {
  let text: string;
  try {
    text = await readFile(file(home), "utf8");
  } catch {
    return ScimSettings.parse({});
  }
  try {
    return ScimSettings.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${file(home)} can't be read. Set it again: countersign scim inactive departed|suspended`, { cause: error });
  }
}

/** Replaces the settings as a whole, atomically, readable by this user alone. */
export async function writeSettings(home: string, settings: ScimSettings): Promise<void> {
  const next = `${file(home)}.next`;
  await writeFile(next, `${JSON.stringify(ScimSettings.parse(settings))}\n`, { mode: 0o600 });
  await rename(next, file(home));
}
