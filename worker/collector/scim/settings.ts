import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

/** What `active: false` means at this directory. Departed unless somebody said that theirs deactivates people who may come back. */
export const ScimSettings = z.strictObject({ inactiveMeans: z.enum(["departed", "suspended"]).default("departed") });
export type ScimSettings = z.infer<typeof ScimSettings>;

/** In the collector's home. */
export const settingsFile = "scim.json";

/** Reads `scim.json` of the collector's home; defaults where there is none. Throws a sentence for a file that can't be read. */
export async function readSettings(home: string): Promise<ScimSettings> {
  const file = path.join(home, settingsFile);
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "{}";
    throw error;
  });
  try {
    return ScimSettings.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${file} can't be read. Set it again: countersign scim inactive departed|suspended`, { cause: error });
  }
}

/** What the file is to hold. */
export const settingsText = (settings: ScimSettings): string => `${JSON.stringify(ScimSettings.parse(settings))}\n`;
