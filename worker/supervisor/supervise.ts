import { rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { processIdentity } from "../../lib/processes/process-identity";
import { Child } from "./child";
import { homeOf } from "./data-folder";
import { prepareDatabase } from "./database";
import type { Ending } from "./ending";
import { findUsers, prepareHomes, type Users } from "./homes";
import { layKeepsakes } from "./keepsakes";
import { holdLock } from "./lock";
import { lineWriter, logFileOf } from "./log-file";
import type { Options } from "./options";
import { PlainError } from "./plain-error";
import { checkPorts } from "./ports";
import { programs } from "./programs";
import { waitUntilReady } from "./readiness";
import { type Running, writeRunning } from "./running";
import { loadOrCreateSecrets, type Secrets } from "./secrets";

/** A run that serves. */
export interface Supervised {
  secrets: Secrets;
  running: Running;
  users: Users;
  /** superuser URL of the embedded server; null with a server of one's own */
  superuserUrl: string | null;
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What a run tells the person who started it. */
export interface Voice {
  /** one line of how it goes */
  say(line: string): void;
  /** one sentence about why everything has to end now */
  giveUp(sentence: string): void;
}

/** Starts everything and returns once it serves. What it starts is registered with `ending`, which the caller ends, after a failure too. */
export async function supervise(options: Options, outer: NodeJS.ProcessEnv, ending: Ending, { say, giveUp }: Voice): Promise<Supervised> {
  const { folder, ports, host, organisation, origins } = options;
  const sample = organisation === "sample";
  const users = await findUsers(sample);
  await prepareHomes(folder, users);
  await ending.add(await holdLock(folder));
  await checkPorts(host, ports);
  const secrets = await loadOrCreateSecrets(folder);
  await layKeepsakes(options, secrets, users);
  say("Starting the database and the processes…");

  const { server, urls } = await prepareDatabase(options, secrets, users, lineWriter(await logFileOf(folder, "postgres")));
  if (server) {
    await ending.add(server.stop);
    // Nothing works without it, and a crash of it is no everyday event: end the run and say so, rather than restart in the dark.
    void server.ended.then((code) =>
      giveUp(
        `PostgreSQL ${code === null ? "was killed" : `ended by itself with code ${code}`}, so everything else was ended too. Start again; if it comes back, ${folder}/logs/postgres.log says why.`,
      ),
    );
  }

  const walls = users.web ? "full" : "database_only";
  const since = new Date();
  const children: Child[] = [];
  await ending.add(() => Promise.all(children.map((child) => child.stop())));
  const all = programs(options, secrets, urls, walls, outer);
  for (const { name, args, env } of all) {
    const child = new Child({ name, args, env, cwd: root, runAs: users[name], logFile: await logFileOf(folder, name), say });
    children.push(child);
    child.start();
  }
  await Promise.all(all.map((program, index) => waitUntilReady(program, children[index] as Child, urls.owner, since)));

  const running: Running = { pid: process.pid, identity: await identityOfMine(), deployment: secrets.deployment, sample, walls, origins, urls };
  await writeRunning(folder, running);
  await ending.add(() => rm(path.join(homeOf(folder, "supervisor"), "running.json"), { force: true }));
  return { secrets, running, users, superuserUrl: server?.url ?? null };
}

async function identityOfMine(): Promise<string> {
  const identity = await processIdentity(process.pid);
  if (!identity) throw new PlainError("This system does not say when a process started, so the command line could not find this one.");
  return identity;
}
