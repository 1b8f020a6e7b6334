import path from "node:path";
import { fileURLToPath } from "node:url";
import { programArgs, programEnv } from "../../lib/processes/program";
import { keeperFile } from "../../lib/processes/spawn-guarded";
import { homeOf } from "./data-folder";
import type { Options, RoleUrls } from "./options";
import type { Secrets } from "./secrets";

export type ProgramName = "web" | "signer" | "collector" | "executor";

export interface Program {
  name: ProgramName;
  /** arguments of node */
  args: string[];
  env: NodeJS.ProcessEnv;
  /** null: it listens nowhere and shows itself in process_status alone */
  port: number | null;
}

/** What the environment may carry over to each process. Everything else of it stays with the supervisor, the database administrator's URL above all. */
const passedOn: Record<ProgramName, readonly string[]> = {
  web: ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME", "SMTP_URL", "SMTP_FROM"],
  signer: [],
  collector: [],
  executor: ["SMTP_URL", "SMTP_FROM", "COUNTERSIGN_NOTICE_WEBHOOK", "COUNTERSIGN_WITNESS"],
};
const passedToAll = ["PATH", "LOG_LEVEL", "NODE_EXTRA_CA_CERTS"];

/**
 * What keeps the collector small while it takes in a million rows: young objects have 24 MB instead of 48, and glibc two arenas instead of one a thread,
 * each of which keeps what it was given back (mallopt(3), M_ARENA_MAX).
 */
export const small = { args: ["--max-semi-space-size=8"], env: { MALLOC_ARENA_MAX: "2" } };

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The four processes: what each runs and exactly what it is told. */
export function programs(options: Options, secrets: Secrets, urls: RoleUrls, walls: "full" | "database_only", outer: NodeJS.ProcessEnv): Program[] {
  const { origins, ports, host, organisation, folder } = options;
  const environment = (name: ProgramName, port: number | null): NodeJS.ProcessEnv => ({
    ...pick(outer, [...passedToAll, ...passedOn[name]]),
    NODE_ENV: "production",
    TZ: "UTC",
    ...programEnv,
    COUNTERSIGN_PROCESS: name,
    DATABASE_URL: urls[name],
    COUNTERSIGN_HOME: homeOf(folder, name),
    HOME: homeOf(folder, name),
    COUNTERSIGN_HOST: host,
    COUNTERSIGN_ORIGIN: origins.web,
    COUNTERSIGN_SIGNER_ORIGIN: origins.signer,
    COUNTERSIGN_COLLECTOR_ORIGIN: origins.collector,
    COUNTERSIGN_DEPLOYMENT: secrets.deployment,
    COUNTERSIGN_SAMPLE: organisation === "sample" ? "1" : "0",
    COUNTERSIGN_WALLS: walls,
    ...(port === null ? {} : { PORT: String(port) }),
  });
  const machine = (name: Exclude<ProgramName, "web">, port: number | null): Program => ({
    name,
    args: [...(name === "collector" ? small.args : []), ...programArgs(name)],
    env: { ...environment(name, port), ...(name === "collector" ? small.env : {}) },
    port,
  });
  const web: Program = {
    name: "web",
    args: ["--import", keeperFile, path.join(root, "node_modules/next/dist/bin/next"), "start", "-p", String(ports.web), "-H", host, root],
    env: { ...environment("web", ports.web), NEXTAUTH_URL: origins.web, NEXTAUTH_SECRET: secrets.nextAuthSecret, NEXT_TELEMETRY_DISABLED: "1" },
    port: ports.web,
  };
  return [machine("signer", ports.signer), machine("collector", ports.collector), machine("executor", null), web];
}

const pick = (from: NodeJS.ProcessEnv, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (from[name] ? [[name, from[name]]] : [])));
