import { once } from "node:events";
import { createInterface } from "node:readline";

/** As a program: told the options by one JSON line on standard input, says `ready <origin>`, and ends when standard input does. */
async function main() {
  const lines = createInterface({ input: process.stdin });
  const [first] = await once(lines, "line");
  lines.on("close", () => process.exit(0));
  const { databaseUrl, applicationId, masterKey, readOnlyMasterKey } = JSON.parse(first);
  // asked for before the port is known; it stands in links to files alone
  const serverURL = "http://127.0.0.1/parse";
  const loopback = ["127.0.0.1", "::1"];
  // at its import it makes a folder for logs, unless it is told that there is none
  process.env.PARSE_SERVER_LOGS_FOLDER = "null";
  const { ParseServer } = await import("parse-server");
  const server = await ParseServer.startApp({
    ...{ databaseURI: databaseUrl, appId: applicationId, masterKey, readOnlyMasterKey, serverURL, publicServerURL: serverURL },
    ...{ mountPath: "/parse", host: "127.0.0.1", port: 0, masterKeyIps: loopback, readOnlyMasterKeyIps: loopback, logsFolder: null, silent: true },
  });
  process.stdout.write(`ready http://127.0.0.1:${server.server.address().port}\n`);
}

main().catch((error) => {
  process.stderr.write(`${error?.message ?? error}\n`);
  process.exit(1);
});
