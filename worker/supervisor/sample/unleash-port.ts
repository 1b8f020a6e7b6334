import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { homeOf } from "../data-folder";
import type { Options } from "../options";
import { placeFile } from "../place-file";
import { checkPorts } from "../ports";

const Kept = z.object({ port: z.int().positive() });

/**
 * Port of the sample's Unleash: the one after Countersign's own at the first start, and the same ever after, because the signed statement
 * of the connection names it. Throws PlainError when it is taken.
 */
export async function unleashPort({ folder, host, ports }: Options): Promise<number> {
  const home = homeOf(folder, "supervisor");
  const kept = await readFile(path.join(home, "unleash.json"), "utf8").catch(() => null);
  const { port } = kept === null ? { port: ports.collector + 1 } : Kept.parse(JSON.parse(kept));
  await checkPorts(host, { "sample's Unleash": port });
  if (kept === null) await placeFile(home, "unleash.json", JSON.stringify({ port }));
  return port;
}
