import { spawn } from "node:child_process";
import { once } from "node:events";
import { realpathSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/**
 * Starts a real Unleash in this process. The first start on an empty database creates `admin` ({ username, password }) and `apiTokens`
 * ([{ secret, type, environment, projects, tokenName }]); later ones leave both as they are. No telemetry, no version check.
 * Returns { origin, stop }. Fails with Unleash's own message.
 */
export async function startUnleash({ databaseUrl, port, host = "127.0.0.1", admin, apiTokens = [], onLine = () => {} }) {
  process.env.SEND_TELEMETRY = "false";
  const { start } = await import("unleash-server");
  const say = (name, level) => (message) => onLine(`${level} ${name}: ${typeof message === "string" ? message : (message?.message ?? "")}`);
  const silent = () => {};
  const unleash = await start({
    databaseUrl,
    db: { ssl: false },
    server: { port, host, unleashUrl: `http://${host}:${port}` },
    versionCheck: { enable: false },
    authentication: { initialAdminUser: admin, initApiTokens: apiTokens },
    // its own debug and info lines hold the first password
    getLogger: (name) => ({ debug: silent, info: silent, warn: say(name, "warning"), error: say(name, "error"), fatal: say(name, "fatal") }),
  });
  return { origin: `http://${host}:${unleash.server.address().port}`, stop: () => unleash.stop() };
}

/** The same as a child process, which ends when this one does, however it does: it watches its standard input. `env` adds to a small environment. */
export async function spawnUnleash(options, env = {}) {
  const { onLine = () => {}, ...sent } = options;
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url)], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production", TZ: "UTC", ...env },
  });
  // by standard input, so that no secret stands in an environment or an argument
  child.stdin.write(`${JSON.stringify(sent)}\n`);
  child.stdin.on("error", () => {});
  const last = [];
  const keep = (line) => {
    last.push(line);
    if (last.length > 20) last.shift();
    onLine(line);
  };
  createInterface({ input: child.stderr }).on("line", keep);
  const out = createInterface({ input: child.stdout });
  const ended = once(child, "exit");
  const origin = await new Promise((resolve, reject) => {
    out.on("line", (line) => (line.startsWith("ready ") ? resolve(line.slice("ready ".length)) : keep(line)));
    ended.then(([code, signal]) => reject(new Error(`Unleash did not come up (${signal ?? code}).\n${last.join("\n")}`)));
  });
  return {
    origin,
    child,
    ended,
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

async function main() {
  const lines = createInterface({ input: process.stdin });
  const [first] = await once(lines, "line");
  lines.on("close", () => process.exit(0));
  const { origin } = await startUnleash({ ...JSON.parse(first), onLine: (line) => process.stderr.write(`${line}\n`) });
  process.stdout.write(`ready ${origin}\n`);
}

// the real path: the folder may be reached through a link
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  main().catch((error) => {
    process.stderr.write(`${error?.message ?? error}\n`);
    process.exit(1);
  });
