import { systemClock } from "../core/clock";
import type { Actor, Context } from "../core/context";
import { createDb, type Db } from "../core/db";
import { systemIds } from "../core/ids";
import { createLogger, type Logger } from "../core/logger";
import { webEnv } from "./web-env";

// Kept on globalThis: the development server evaluates this module anew at every change, and each evaluation would open a pool.
const kept = globalThis as { countersignDb?: Db; countersignLog?: Logger };

/** The one logger of the web process. */
export function webLog(): Logger {
  kept.countersignLog ??= createLogger("web");
  return kept.countersignLog;
}

/** What verbs and queries called from the web process get. Its database client has the rights of the web role. */
export function webContext(actor: Actor): Context {
  kept.countersignDb ??= createDb(webEnv().DATABASE_URL);
  return { actor, db: kept.countersignDb, clock: systemClock, ids: systemIds, log: webLog() };
}

/** The context of the web process itself, for what happens before anybody is signed in. */
export const anonymousContext = (): Context => webContext({ type: "process", name: "web" });
