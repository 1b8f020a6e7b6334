import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { RunAs } from "../processes/spawn-guarded";

const run = promisify(execFile);

/** The system user of that name, created when missing (root only): no home, no shell, no password. */
export async function serviceUser(name: string): Promise<RunAs> {
  const found = await lookUp(name);
  if (found) return found;
  const reason = await run("useradd", [
    "--system",
    "--user-group",
    "--no-create-home",
    "--home-dir",
    "/nonexistent",
    "--shell",
    "/usr/sbin/nologin",
    name,
  ]).then(
    () => "",
    (error: unknown) => ` (${error instanceof Error ? error.message.trim() : String(error)})`,
  );
  // Another start may have made it in between: what counts is that it is there.
  const made = await lookUp(name);
  if (!made) throw new Error(`The system user ${name} could not be created${reason}. Create it, or start Countersign without root.`);
  return made;
}

async function lookUp(name: string): Promise<RunAs | null> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}
