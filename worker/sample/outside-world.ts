import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { type RunAs, spawnGuarded } from "../../lib/processes/spawn-guarded";

const root = fileURLToPath(new URL("../../demo/", import.meta.url));

const CastMember = z.object({
  key: z.string(),
  userName: z.string(),
  displayName: z.string(),
  title: z.string(),
  roles: z.array(z.enum(["security_manager", "token_owner", "approver", "auditor", "administrator"])),
  group: z.string().nullable(),
});

/** What the sample's systems say once they run. The three credentials are sealed at once and kept nowhere else. */
export const World = z.object({
  origin: z.url(),
  read: z.string().min(1),
  revoke: z.string().min(1),
  control: z.string().min(1),
  cast: z.array(CastMember),
  tokens: z.array(z.looseObject({ system: z.string() })),
});
export type World = z.infer<typeof World>;

const Line = z.union([z.object({ say: z.string() }), z.object({ ready: World })]);

export interface Told {
  home: string;
  unleash: { databaseUrl: string; port: number; adminPassword: string };
  collector: { origin: string; scimToken: string };
}

export interface OutsideWorld {
  world: World;
  stop(): Promise<void>;
}

/** Starts demo/main.mjs and returns once it is ready. Throws with its last words when it ends before. */
export async function startOutsideWorld(
  told: Told,
  { runAs, say, logFile }: { runAs?: RunAs; say: (line: string) => void; logFile: number },
): Promise<OutsideWorld> {
  const child = spawnGuarded(process.execPath, [`${root}main.mjs`], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: told.home, TMPDIR: process.env.TMPDIR, NODE_ENV: "production", TZ: "UTC" },
    runAs,
    stdout: "pipe",
    stderr: logFile,
    watchesInput: true,
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.stdin?.on("error", () => undefined);
  child.stdin?.write(`${JSON.stringify(told)}\n`);
  const world = await firstReady(child, ended, say);
  return {
    world,
    async stop() {
      child.stdin?.end();
      const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await ended;
      clearTimeout(late);
    },
  };
}

function firstReady(child: ChildProcess, ended: Promise<void>, say: (line: string) => void): Promise<World> {
  return new Promise((resolve, reject) => {
    void ended.then(() => reject(new Error("The sample's systems ended before they were ready.")));
    child.once("error", reject);
    if (!child.stdout) return reject(new Error("The sample's systems have no output."));
    createInterface({ input: child.stdout }).on("line", (text) => {
      const line = Line.safeParse(parsed(text));
      if (!line.success) return;
      if ("ready" in line.data) resolve(line.data.ready);
      else say(line.data.say);
    });
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
