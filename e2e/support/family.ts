import { readdir, readFile } from "node:fs/promises";
import { processIdentity } from "../../lib/processes/process-identity";

/** A process as it was when looked at: its number alone may belong to another one later. */
export interface Relative {
  pid: number;
  identity: string;
  command: string;
}

/** Everything that descends from a process, itself included. Linux alone. */
export async function familyOf(pid: number): Promise<Relative[]> {
  const children = new Map<number, number[]>();
  for (const name of await readdir("/proc")) {
    const stat = /^\d+$/.test(name) ? await readFile(`/proc/${name}/stat`, "utf8").catch(() => null) : null;
    if (!stat) continue;
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found: Relative[] = [];
  for (const queue = [pid]; queue.length > 0; ) {
    const next = queue.shift() ?? 0;
    const identity = await processIdentity(next);
    const command = (await readFile(`/proc/${next}/cmdline`, "utf8").catch(() => "")).replaceAll("\0", " ");
    if (identity) found.push({ pid: next, identity, command });
    queue.push(...(children.get(next) ?? []));
  }
  return found;
}

/** Who of them still lives. */
export async function survivors(family: readonly Relative[]): Promise<Relative[]> {
  const alive = await Promise.all(family.map(async (one) => (await processIdentity(one.pid)) === one.identity));
  return family.filter((_, index) => alive[index]);
}
