import { systemClock } from "../../../lib/core/clock";
import type { Actor, Context } from "../../../lib/core/context";
import { createDb } from "../../../lib/core/db";
import { systemIds } from "../../../lib/core/ids";
import { createLogger } from "../../../lib/core/logger";
import type { DatabaseRole } from "../../../lib/postgres/prepare";
import type { RoleUrls } from "../options";

/** Contexts with which the supervisor sets up the sample: an operator named "sample", or a process where a verb is that process's alone. */
export interface HostContexts {
  as(role: DatabaseRole, actor?: Actor): Context;
  close(): Promise<void>;
}

/** One small client a role, made when first asked for. */
export function hostContexts(urls: RoleUrls): HostContexts {
  const clients = new Map<DatabaseRole, Context["db"]>();
  const log = createLogger("sample", "warn");
  return {
    as(role, actor = { type: "operator", name: "sample" }) {
      const db = clients.get(role) ?? createDb(urls[role], 2);
      clients.set(role, db);
      return { actor, db, clock: systemClock, ids: systemIds, log };
    },
    async close() {
      await Promise.all([...clients.values()].map((db) => db.$disconnect()));
    },
  };
}
