// The sample organisation from the outside: its directory says who leaves and who comes back; `remove` deletes it whole.
import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Directory } from "../demo/directory/scim.mjs";
import { root } from "./setup/root.mjs";
import { stage } from "./setup/stage.mjs";

const usage = `npm run -s demo -- leave <user name>       the directory says that this person has left, like lena.brandt
npm run -s demo -- come-back <user name>   … that they are back
npm run -s demo -- remove                  deletes the sample organisation: its database, keys, logs and Unleash`;

// A start from a folder only root can enter runs from a copy, which holds the data too.
const at = stage() ?? root;
const folder = path.join(path.resolve(process.env.COUNTERSIGN_DATA ?? path.join(at, ".data")), "sample");
const read = (name) => readFile(path.join(folder, "supervisor", name), "utf8");

const [verb, userName] = process.argv.slice(2);
try {
  if (verb === "remove") await remove();
  else if ((verb === "leave" || verb === "come-back") && userName) await tell(verb, userName);
  else fail(usage, 2);
} catch (error) {
  fail(error.message, 1);
}

async function remove() {
  const pid = await holder();
  if (pid) return fail(`The sample runs (process ${pid}). Stop it first with Ctrl-C where it was started, then remove it.`, 1);
  await rm(folder, { recursive: true, force: true });
  console.log(`The sample organisation is gone: ${folder} was deleted. npm start makes it anew; npm start -- --empty starts your own.`);
}

async function tell(what, who) {
  const running = await read("running.json").catch(() => null);
  if (!running || !(await holder())) return fail("The sample does not run. Start it with npm start, then try again.", 1);
  const { origins } = JSON.parse(running);
  const { demo } = JSON.parse(await read("secrets.json"));
  const directory = new Directory(origins.collector, demo.scimToken);
  await (what === "leave" ? directory.leave(who) : directory.comeBack(who));
  console.log(what === "leave" ? `The directory said that ${who} has left. Look at ${origins.web}/residue.` : `The directory said that ${who} is back.`);
}

/** The process that holds the sample's lock, from the beginning of its start to its end; null when none lives, whoever has its number now. */
async function holder() {
  const [pid, ...identity] = (await read("lock").catch(() => "")).split(" ");
  return pid && (await identityOf(Number(pid))) === identity.join(" ") ? pid : null;
}

/** What tells a process from a later one with its number. That is TypeScript, as everything but the scripts. */
async function identityOf(pid) {
  if (!existsSync(path.join(at, "node_modules/tsx"))) throw new Error("Countersign's packages are missing here. Run npm start first.");
  const load = (file) => import(pathToFileURL(path.join(at, file)).href);
  (await load("node_modules/tsx/dist/esm/api/index.mjs")).register();
  return (await load("lib/processes/process-identity.ts")).processIdentity(pid);
}

function fail(message, code) {
  console.error(message);
  process.exitCode = code;
}
