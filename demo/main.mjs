import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { Directory } from "./directory/scim.mjs";
import { organisation } from "./organisation/people.mjs";
import { importedTokens } from "./organisation/tokens.mjs";
import { settle } from "./unleash/settle.mjs";
import { spawnUnleash } from "./unleash/start.mjs";
import { startWorkloads } from "./unleash/workloads.mjs";

// The sample's outside world: a real Unleash, a directory that speaks SCIM, and services that use their tokens.
// Told by one JSON line on standard input (secrets belong neither into arguments nor into the environment):
//   { home, unleash: { databaseUrl, port, adminPassword }, collector: { origin, scimToken } }
// Says JSON lines on standard output: { say } for people, and once { ready: { origin, read, revoke, control, cast, tokens } }.
// Takes further lines while it runs: { leave: userName } and { comeBack: userName }, each answered by { done } or { failed }.
// Ends when standard input does.

const out = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const say = (text) => out({ say: text });

const input = createInterface({ input: process.stdin });
const lines = input[Symbol.asyncIterator]();
const told = JSON.parse((await lines.next()).value);
await mkdir(told.home, { recursive: true, mode: 0o700 });

const kept = await loadKept();
// The organisation's dates hang on the day of its first start, so that they do not move from one start to the next.
const today = new Date(kept.today);
const world = organisation(today);
const directory = new Directory(told.collector.origin, told.collector.scimToken);

say("starting Unleash");
const admin = { username: "admin", password: told.unleash.adminPassword };
const [unleash] = await Promise.all([spawnUnleash({ databaseUrl: told.unleash.databaseUrl, port: told.unleash.port, admin, onLine: () => {} }), provision()]);
if (!kept.credentials) {
  say("making accounts and API tokens in Unleash");
  kept.credentials = await settle({ origin: unleash.origin, admin, databaseUrl: told.unleash.databaseUrl, people: world.people, today });
  await keep(kept);
}
startWorkloads(unleash.origin, kept.credentials.used, say);
const { read, revoke, control } = kept.credentials;
const cast = world.people.filter((person) => person.roles.length > 0 || person.key.includes("leaver"));
out({
  ready: {
    origin: unleash.origin,
    read,
    revoke,
    control,
    cast: cast.map(({ key, userName, displayName, title, roles, group }) => ({ key, userName, displayName, title, roles, group })),
    tokens: importedTokens(world, today),
  },
});

for await (const line of { [Symbol.asyncIterator]: () => lines }) {
  const { leave, comeBack } = JSON.parse(line);
  await (leave ? directory.leave(leave) : directory.comeBack(comeBack)).then(
    () => out({ done: leave ?? comeBack }),
    (error) => out({ failed: error.message }),
  );
}
await unleash.stop();
process.exit(0);

async function provision() {
  say("sending 300 people and 40 teams over SCIM");
  await directory.provision(world, (made) => say(`${made} people sent`));
}

async function loadKept() {
  const text = await readFile(path.join(told.home, "world.json"), "utf8").catch(() => null);
  if (text !== null) return JSON.parse(text);
  const fresh = { today: new Date(new Date().setUTCHours(0, 0, 0, 0)).toISOString(), credentials: null };
  await keep(fresh);
  return fresh;
}

function keep(value) {
  return writeFile(path.join(told.home, "world.json"), JSON.stringify(value), { mode: 0o600 });
}
