import { z } from "zod";
import { httpOrigin, port, postgresUrl, readEnv } from "../../lib/core/env";
import type { DatabaseRole } from "../../lib/postgres/prepare";
import { dataFolder, type Organisation } from "./data-folder";
import { PlainError } from "./plain-error";

const text = z.string().min(1).optional();
/** Everything a person may set; docs/configuration.md explains each. */
const Settings = z.object({
  PORT: port.default(3000),
  COUNTERSIGN_HOST: z.string().min(1).default("127.0.0.1"),
  COUNTERSIGN_ORIGIN: httpOrigin.optional(),
  COUNTERSIGN_SIGNER_ORIGIN: httpOrigin.optional(),
  COUNTERSIGN_COLLECTOR_ORIGIN: httpOrigin.optional(),
  COUNTERSIGN_ORGANISATION_NAME: text,
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_URL_OWNER: postgresUrl.optional(),
  DATABASE_URL_WEB: postgresUrl.optional(),
  DATABASE_URL_SIGNER: postgresUrl.optional(),
  DATABASE_URL_COLLECTOR: postgresUrl.optional(),
  DATABASE_URL_EXECUTOR: postgresUrl.optional(),
});

export type RoleUrls = Record<DatabaseRole, string>;

/** Where the database is: in the package, on a server whose administrator's URL start may use, or prepared by somebody else. */
export type DatabaseChoice = { kind: "embedded" } | { kind: "admin"; url: string } | { kind: "roles"; urls: RoleUrls };

export interface Options {
  organisation: Organisation;
  /** absolute path of this organisation's data */
  folder: string;
  name: string;
  host: string;
  ports: { web: number; signer: number; collector: number };
  origins: { web: string; signer: string; collector: string };
  database: DatabaseChoice;
}

/** Reads and checks what the start was told. Throws PlainError with one sentence. */
export function readOptions(organisation: Organisation, env: NodeJS.ProcessEnv): Options {
  const settings = parsed(env);
  const { PORT: first, COUNTERSIGN_HOST: host } = settings;
  if (first > 65_533) throw new PlainError(`PORT=${first} leaves no room: Countersign needs that port and the two after it. Choose a lower one.`);
  const ports = { web: first, signer: first + 1, collector: first + 2 };
  const sample = organisation === "sample";
  if (sample && (settings.COUNTERSIGN_ORIGIN ?? settings.DATABASE_URL ?? settings.DATABASE_URL_OWNER ?? (isLoopback(host) ? undefined : host)))
    throw new PlainError(
      "The sample organisation stays on this machine, with its own database. Start your own with npm start -- --empty, or leave out COUNTERSIGN_ORIGIN, COUNTERSIGN_HOST and DATABASE_URL.",
    );
  return {
    organisation,
    folder: dataFolder(organisation, env),
    name: settings.COUNTERSIGN_ORGANISATION_NAME ?? (sample ? "Sample organisation" : "Your organisation"),
    host,
    ports,
    origins: originsOf(settings, ports),
    database: databaseOf(settings),
  };
}

function parsed(env: NodeJS.ProcessEnv): z.infer<typeof Settings> {
  try {
    return readEnv(Settings, env);
  } catch (error) {
    throw new PlainError(error instanceof Error ? error.message : String(error));
  }
}

function originsOf(settings: z.infer<typeof Settings>, ports: Options["ports"]): Options["origins"] {
  const origins = {
    web: settings.COUNTERSIGN_ORIGIN ?? `http://localhost:${ports.web}`,
    signer: settings.COUNTERSIGN_SIGNER_ORIGIN ?? `http://localhost:${ports.signer}`,
    collector: settings.COUNTERSIGN_COLLECTOR_ORIGIN ?? `http://localhost:${ports.collector}`,
  };
  for (const [name, origin] of Object.entries(origins)) {
    const { protocol, hostname } = new URL(origin);
    if (protocol !== "https:" && !isLoopback(hostname))
      throw new PlainError(
        `The ${name}'s origin ${origin} is not https. Off this machine passkeys and sessions need https: put a reverse proxy with a certificate in front.`,
      );
  }
  if (!isLoopback(new URL(origins.web).hostname) && !settings.COUNTERSIGN_SIGNER_ORIGIN)
    throw new PlainError(
      `With COUNTERSIGN_ORIGIN=${origins.web} the signer needs an origin of its own as well. Set COUNTERSIGN_SIGNER_ORIGIN, like https://sign.example.com.`,
    );
  if (new Set(Object.values(origins)).size < 3)
    throw new PlainError("Web, signer and collector need three different origins; two of those given are the same.");
  return origins;
}

function databaseOf(settings: z.infer<typeof Settings>): DatabaseChoice {
  const given = {
    owner: settings.DATABASE_URL_OWNER,
    web: settings.DATABASE_URL_WEB,
    signer: settings.DATABASE_URL_SIGNER,
    collector: settings.DATABASE_URL_COLLECTOR,
    executor: settings.DATABASE_URL_EXECUTOR,
  };
  const { owner, web, signer, collector, executor } = given;
  if (owner && web && signer && collector && executor) return { kind: "roles", urls: { owner, web, signer, collector, executor } };
  const missing = Object.entries(given).filter(([, url]) => !url);
  if (missing.length < 5)
    throw new PlainError(`Give every role its URL or none: ${missing.map(([role]) => `DATABASE_URL_${role.toUpperCase()}`).join(", ")} is missing.`);
  return settings.DATABASE_URL ? { kind: "admin", url: settings.DATABASE_URL } : { kind: "embedded" };
}

const isLoopback = (host: string): boolean =>
  host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
