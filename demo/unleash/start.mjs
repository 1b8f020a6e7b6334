import { once } from "node:events";
import { realpathSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/**
 * Starts a real Unleash in this process. The first start on an empty database creates `admin` ({ username, password }) and `apiTokens`
 * ([{ secret, type, environment, projects, tokenName }]); later ones leave both as they are. No telemetry, no version check.
 * Returns its origin. Fails with Unleash's own message.
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
  return `http://${host}:${unleash.server.address().port}`;
}

/** As a program: told the options by one JSON line on standard input, says `ready <origin>`, and ends when standard input does. */
async function main() {
  const lines = createInterface({ input: process.stdin });
  const [first] = await once(lines, "line");
  lines.on("close", () => process.exit(0));
  const origin = await startUnleash({ ...JSON.parse(first), onLine: (line) => process.stderr.write(`${line}\n`) });
  process.stdout.write(`ready ${origin}\n`);
}

// the real path: the folder may be reached through a link
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  main().catch((error) => {
    process.stderr.write(`${error?.message ?? error}\n`);
    process.exit(1);
  });
