import path from "node:path";
import { readPrivateFile } from "../../lib/credentials/private-file";
import type { Refusal } from "../../lib/domain/refusals";
import { TrustRoot } from "../../lib/trust/root";

export type RootReading = { root: TrustRoot } | { refusal: Extract<Refusal, "no_trust_root" | "walls_down">; reason: string };

/** Reads the pinned trust root from the executor's own folder, every time anew: a pin counts at once. Never throws. */
export async function readTrustRoot(home: string, read: (file: string) => Promise<string> = readPrivateFile): Promise<RootReading> {
  let text: string;
  try {
    text = await read(path.join(home, "trust-root.json"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { refusal: "no_trust_root", reason: "trust-root.json does not exist" };
    return { refusal: "walls_down", reason: error instanceof Error ? error.message : String(error) };
  }
  try {
    return { root: TrustRoot.parse(JSON.parse(text)) };
  } catch {
    return { refusal: "walls_down", reason: "trust-root.json is malformed" };
  }
}
