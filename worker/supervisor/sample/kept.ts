import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { homeOf } from "../data-folder";
import type { Options } from "../options";
import { placeFile } from "../place-file";
import { CastMember } from "./messages";

const Kept = z.object({ port: z.int().positive(), cast: z.array(CastMember).nullable() });
export type Kept = z.infer<typeof Kept>;

const name = "sample.json";

/**
 * What a sample keeps from its first start: the port of its Unleash, because the signed statement of the connection names it (the one
 * after Countersign's own), and the cast, so that later starts need not wait for the outside world.
 */
export async function readKept({ folder, ports }: Options): Promise<Kept> {
  const text = await readFile(path.join(homeOf(folder, "supervisor"), name), "utf8").catch(() => null);
  return text === null ? { port: ports.collector + 1, cast: null } : Kept.parse(JSON.parse(text));
}

/** Keeps it for the next start. */
export async function keep({ folder }: Options, kept: Kept): Promise<void> {
  await placeFile(homeOf(folder, "supervisor"), name, JSON.stringify(kept));
}
