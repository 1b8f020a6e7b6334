import { open } from "node:fs/promises";
import path from "node:path";
import { systemClock } from "../../lib/core/clock";
import type { Actor, Context } from "../../lib/core/context";
import { createDb } from "../../lib/core/db";
import { systemIds } from "../../lib/core/ids";
import { createLogger } from "../../lib/core/logger";
import type { DatabaseRole } from "../../lib/postgres/prepare";
import type { RunAs } from "../../lib/processes/spawn-guarded";
import { invitePerson } from "../../lib/sign-in/invite-person";
import type { SampleRoot } from "./endorse";
import { startOutsideWorld } from "./outside-world";
import { setUpSample } from "./set-up";

export interface SampleOptions {
  urls: Record<DatabaseRole, string>;
  origins: { web: string; collector: string };
  root: SampleRoot;
  /** folder of its own, and the user it runs under */
  home: string;
  runAs?: RunAs;
  logFile: string;
  unleash: { databaseUrl: string; port: number; adminPassword: string };
  scimToken: string;
  say: (line: string) => void;
}

export interface SignInLink {
  title: string;
  displayName: string;
  link: string;
}

export interface StartedSample {
  links: SignInLink[];
  stop(): Promise<void>;
}

const operator: Actor = { type: "operator", name: "sample" };

/** Starts the sample's outside world, makes the organisation on the first start, and gives one-time sign-in links for its people. */
export async function startSample(options: SampleOptions): Promise<StartedSample> {
  const log = await open(path.resolve(options.logFile), "a", 0o600);
  const outside = await startOutsideWorld(
    { home: options.home, unleash: options.unleash, collector: { origin: options.origins.collector, scimToken: options.scimToken } },
    { runAs: options.runAs, say: options.say, logFile: log.fd },
  ).finally(() => log.close());
  const contexts: Context[] = [];
  const as = (role: DatabaseRole, actor: Actor): Context => {
    const ctx = { actor, db: createDb(options.urls[role], 2), clock: systemClock, ids: systemIds, log: createLogger("sample") };
    contexts.push(ctx);
    return ctx;
  };
  try {
    const roles = { web: as("web", operator), signer: as("signer", operator), collector: as("collector", { type: "process", name: "collector" }) };
    await setUpSample(roles, options.root, outside.world, options.say);
    const owner = as("owner", operator);
    const links: SignInLink[] = [];
    for (const { userName, displayName, title, roles: held } of outside.world.cast) {
      if (held.length === 0) continue;
      const status = await roles.web.db.person.findFirst({ where: { userName }, select: { status: true } });
      if (status?.status !== "active") continue;
      const { link } = await invitePerson(owner, { userName, origin: options.origins.web });
      links.push({ title, displayName, link });
    }
    return { links, stop: outside.stop };
  } catch (error) {
    await outside.stop();
    throw error;
  } finally {
    await Promise.all(contexts.map(({ db }) => db.$disconnect()));
  }
}
