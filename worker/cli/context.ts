import { stat } from "node:fs/promises";
import { userInfo } from "node:os";
import { systemClock } from "../../lib/core/clock";
import type { Context } from "../../lib/core/context";
import { createDb } from "../../lib/core/db";
import { unavailable } from "../../lib/core/errors";
import { systemIds } from "../../lib/core/ids";
import { createLogger } from "../../lib/core/logger";
import type { DatabaseRole } from "../../lib/postgres/prepare";
import { processIdentity } from "../../lib/processes/process-identity";
import { dataFolder, existingOrganisations, homeOf, type Organisation } from "../supervisor/data-folder";
import { placeFile } from "../supervisor/place-file";
import { type Running, readRunning } from "../supervisor/running";

/** What a command on the host works with. */
export interface Host {
  /** the database as the command's declared role; the actor is operator:<user of this system> */
  ctx: Context;
  running: Running;
  /** absolute path of the organisation's data folder */
  folder: string;
  /** a process's own folder */
  home(process: "web" | "signer" | "collector" | "executor"): string;
  /** writes a file (0600) into a process's folder so that this process can read it, and nobody else */
  writeInHome(process: "signer" | "collector" | "executor", name: string, content: string): Promise<string>;
}

/** The running organisation on this host. Unavailable, with what to do, when none runs or another user's does. */
export async function openHost(role: DatabaseRole, organisation?: Organisation): Promise<Host> {
  const { folder, running } = await findRunning(organisation);
  const db = createDb(running.urls[role], 2);
  const ctx: Context = {
    actor: { type: "operator", name: userInfo().username },
    db,
    clock: systemClock,
    ids: systemIds,
    log: createLogger("countersign", process.env.LOG_LEVEL ?? "warn"),
  };
  const home: Host["home"] = (process) => homeOf(folder, process);
  return {
    ctx,
    running,
    folder,
    home,
    async writeInHome(process, name, content) {
      const { uid, gid } = await stat(home(process));
      return placeFile(home(process), name, content, uid === userInfo().uid ? undefined : { uid, gid });
    },
  };
}

async function findRunning(organisation?: Organisation): Promise<{ folder: string; running: Running }> {
  const found: { folder: string; running: Running; organisation: Organisation }[] = [];
  for (const name of organisation ? [organisation] : existingOrganisations()) {
    const folder = dataFolder(name);
    const running = await readRunning(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EACCES") throw error;
      throw unavailable(`Countersign's data in ${folder} belongs to another user. Run this command as the user who runs npm start.`);
    });
    if (running && (await processIdentity(running.pid)) === running.identity) found.push({ folder, running, organisation: name });
  }
  if (found.length > 1) throw unavailable("Both the sample and your own organisation run here. Say which: --organisation sample or --organisation main.");
  const [only] = found;
  if (!only)
    throw unavailable("Countersign does not run on this host. Start it with npm start (and set COUNTERSIGN_DATA here as you do there), then try again.");
  return only;
}
