import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "../postgres/embedded";
import { createDatabase, createRoles, migrate, type RolePasswords, roleUrl } from "../postgres/prepare";
import { serviceUser } from "../postgres/service-user";
import { freePort } from "./free-port";

declare module "vitest" {
  interface ProvidedContext {
    adminUrl: string;
    passwords: RolePasswords;
  }
}

/** One real PostgreSQL for the whole run, with a migrated template that each test file copies: 13 MB each, some 2 GB in all, where TMPDIR says. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), "countersign-test-"));
  await chmod(folder, 0o755);
  const password = randomBytes(12).toString("hex");
  const server = await startEmbedded({
    dataDir: path.join(folder, "pg"),
    port: await freePort(),
    superuserPassword: password,
    runAs: process.getuid?.() === 0 ? await serviceUser("postgres") : undefined,
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "300", autovacuum: "off" },
  });
  const passwords: RolePasswords = { owner: password, web: password, signer: password, collector: password, executor: password };
  await createRoles(server.url, passwords);
  await createDatabase(server.url, "template_countersign");
  await migrate(roleUrl(server.url, "owner", "template_countersign", password));
  project.provide("adminUrl", server.url);
  project.provide("passwords", passwords);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
