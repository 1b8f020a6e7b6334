import { once } from "node:events";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { Directory } from "./directory/scim.mjs";
import { organisation } from "./organisation/people.mjs";
import { importedTokens } from "./organisation/tokens.mjs";
import { describedWorkloads } from "./organisation/workloads.mjs";
import { emptyDatabase } from "./unleash/empty.mjs";
import { settle } from "./unleash/settle.mjs";
import { startUnleash } from "./unleash/start.mjs";
import { startWorkloads } from "./unleash/workloads.mjs";

// The sample's outside world: a real Unleash, a directory that speaks SCIM, and services that use their tokens.
// Told by one JSON line on standard input (secrets belong neither into arguments nor into the environment):
//   { home, unleash: { databaseUrl, port, adminPassword }, collector: { origin, scimToken } }
// Says JSON lines on standard output: { say } for people, and once { ready: { origin, read, revoke, control, cast, tokens, workloads } }.
// May be killed at any point: what is not kept yet is made anew, and nobody has heard of it. Ends when standard input does.

const out = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const say = (text) => out({ say: text });

const input = createInterface({ input: process.stdin });
const [first] = await once(input, "line");
input.once("close", () => process.exit(0));
const told = JSON.parse(first);
await mkdir(told.home, { recursive: true, mode: 0o700 });

const kept = await loadKept();
// The organisation's dates hang on the day of its first start, so that they do not move from one start to the next.
const today = new Date(kept.today);
const world = organisation(today);

const admin = { username: "admin", password: told.unleash.adminPassword };
const [unleash] = await Promise.all([openUnleash(), provision()]);
if (!kept.credentials) {
  say("Making accounts and API tokens in Unleash…");
  kept.credentials = await settle({ origin: unleash, admin, databaseUrl: told.unleash.databaseUrl, people: world.people, today });
  await keep(kept);
}
startWorkloads(unleash, kept.credentials.used, console.error);
const { read, revoke, control } = kept.credentials;
const cast = world.people.filter((person) => person.roles.length > 0 || person.key.includes("leaver"));
const tokens = importedTokens(world, today);
out({
  ready: {
    origin: unleash,
    read,
    revoke,
    control,
    cast: cast.map(({ key, userName, displayName, title, roles, group }) => ({ key, userName, displayName, title, roles, group })),
    tokens,
    workloads: describedWorkloads(world, tokens, today),
  },
});

async function openUnleash() {
  say("Starting Unleash…");
  if (!kept.credentials) await emptyDatabase(told.unleash.databaseUrl);
  // Only what keeps it from coming up: later lines may hold what a request brought along.
  let up = false;
  const onLine = (line) => up || console.error(line);
  const origin = await startUnleash({ databaseUrl: told.unleash.databaseUrl, port: told.unleash.port, admin, onLine });
  up = true;
  return origin;
}

async function provision() {
  const directory = new Directory(told.collector.origin, told.collector.scimToken);
  say(`Sending ${world.people.length} people and ${world.teams.length} teams over SCIM…`);
  await directory.provision(world, (there) => say(`${there} of ${world.people.length} people sent.`));
}

async function loadKept() {
  const text = await readFile(path.join(told.home, "world.json"), "utf8").catch((error) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text !== null) return JSON.parse(text);
  const fresh = { today: new Date(new Date().setUTCHours(0, 0, 0, 0)).toISOString(), credentials: null };
  await keep(fresh);
  return fresh;
}

/** Takes the final name whole: a kill must not leave half a file. */
async function keep(value) {
  const file = path.join(told.home, "world.json");
  await writeFile(`${file}.draft`, JSON.stringify(value), { mode: 0o600, flush: true });
  await rename(`${file}.draft`, file);
}
