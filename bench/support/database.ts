import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { systemClock } from "../../lib/core/clock";
import type { Context } from "../../lib/core/context";
import { createDb, type Db } from "../../lib/core/db";
import { systemIds } from "../../lib/core/ids";
import { createLogger } from "../../lib/core/logger";
import { startEmbedded } from "../../lib/postgres/embedded";
import { createDatabase, createRoles, type DatabaseRole, migrate, type RolePasswords, roleUrl } from "../../lib/postgres/prepare";
import { serviceUser } from "../../lib/postgres/service-user";
import { freePort } from "../../lib/testkit/free-port";

export interface BenchDatabase {
  adminUrl: string;
  url(role: DatabaseRole): string;
  as(role: DatabaseRole): Db;
  context(role: "web" | "signer" | "collector" | "executor"): Context;
  stop(): Promise<void>;
}

/** A PostgreSQL of its own with the product's durable settings, migrated and empty; gone afterwards. */
export async function benchDatabase(): Promise<BenchDatabase> {
  const folder = await mkdtemp(path.join(tmpdir(), "countersign-bench-"));
  await chmod(folder, 0o755);
  const password = randomBytes(12).toString("hex");
  const server = await startEmbedded({
    dataDir: path.join(folder, "pg"),
    port: await freePort(),
    superuserPassword: password,
    runAs: process.getuid?.() === 0 ? await serviceUser("postgres") : undefined,
  });
  const passwords: RolePasswords = { owner: password, web: password, signer: password, collector: password, executor: password };
  await createRoles(server.url, passwords);
  await createDatabase(server.url, "countersign");
  const url = (role: DatabaseRole) => roleUrl(server.url, role, "countersign", password);
  await migrate(url("owner"));
  const clients = new Map<DatabaseRole, Db>();
  const as = (role: DatabaseRole): Db => {
    const client = clients.get(role) ?? createDb(url(role));
    clients.set(role, client);
    return client;
  };
  return {
    adminUrl: server.url,
    url,
    as,
    context: (role) => ({ actor: { type: "process", name: role }, db: as(role), clock: systemClock, ids: systemIds, log: createLogger("bench", "silent") }),
    async stop() {
      await Promise.all([...clients.values()].map((client) => client.$disconnect()));
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
