import { chmod, chown, lchown, lstat, mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { serviceUser } from "../../lib/postgres/service-user";
import type { RunAs } from "../../lib/processes/spawn-guarded";
import { dataRoot, homeOf } from "./data-folder";

/** Everything that runs under a user of its own when started as root, each with a folder of its own. */
export const residents = ["postgres", "web", "signer", "collector", "executor", "demo"] as const;
export type Resident = (typeof residents)[number];
/** No entry: this start is not root's, everything shares its user. */
export type Users = Partial<Record<Resident, RunAs>>;

/** As root on Linux every resident gets a system user; otherwise none does, and walls are the database's only. */
export async function findUsers(sample: boolean): Promise<Users> {
  if (process.getuid?.() !== 0 || process.platform !== "linux") return {};
  const users: Users = {};
  for (const resident of residents) if (sample || resident !== "demo") users[resident] = await serviceUser(`countersign-${resident}`);
  return users;
}

/** Makes the data folder: passable, listing nothing; each resident's home and the supervisor's closed to everyone else. */
export async function prepareHomes(folder: string, users: Users): Promise<void> {
  for (const passable of [dataRoot(), folder]) {
    await mkdir(passable, { recursive: true });
    await chmod(passable, users.web ? 0o711 : 0o700);
  }
  for (const name of [...residents, "supervisor", "logs"]) {
    const home = homeOf(folder, name);
    await mkdir(home, { recursive: true, mode: 0o700 });
    const owner = users[name as Resident] ?? { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
    if ((await lstat(home)).uid !== owner.uid) await giveTo(home, owner);
    await chmod(home, 0o700);
  }
}

/** Hands a whole folder over, as when a folder made without root is started as root. Links are changed themselves, never followed; hard links are left. */
async function giveTo(folder: string, owner: RunAs): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) await giveTo(at, owner);
    else if ((await lstat(at)).nlink === 1) await lchown(at, owner.uid, owner.gid);
  }
  await chown(folder, owner.uid, owner.gid);
}
