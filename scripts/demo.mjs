// The sample organisation from the outside: its directory says who leaves and who comes back; `remove` deletes it whole.
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { Directory } from "../demo/directory/scim.mjs";
import { root } from "./setup/root.mjs";
import { stage } from "./setup/stage.mjs";

const usage = `npm run -s demo -- leave <user name>       the directory says that this person has left, like lena.brandt
npm run -s demo -- come-back <user name>   … that they are back
npm run -s demo -- remove                  deletes the sample organisation: its database, keys, logs and Unleash`;

// A start from a folder only root can enter runs from a copy, which holds the data too.
const folder = path.join(path.resolve(process.env.COUNTERSIGN_DATA ?? path.join(stage() ?? root, ".data")), "sample");
const read = async (name) => JSON.parse(await readFile(path.join(folder, "supervisor", name), "utf8"));
const running = await read("running.json").catch(() => null);
const alive = running !== null && isAlive(running.pid);

const [verb, userName] = process.argv.slice(2);
try {
  if (verb === "remove") await remove();
  else if ((verb === "leave" || verb === "come-back") && userName) await tell(verb, userName);
  else fail(usage, 2);
} catch (error) {
  fail(error.message, 1);
}

async function remove() {
  if (alive) return fail(`The sample runs (process ${running.pid}). Stop it first with Ctrl-C where it was started, then remove it.`, 1);
  await rm(folder, { recursive: true, force: true });
  console.log(`The sample organisation is gone: ${folder} was deleted. npm start makes it anew; npm start -- --empty starts your own.`);
}

async function tell(what, who) {
  if (!alive) return fail("The sample does not run. Start it with npm start, then try again.", 1);
  const { demo } = await read("secrets.json");
  const directory = new Directory(running.origins.collector, demo.scimToken);
  await (what === "leave" ? directory.leave(who) : directory.comeBack(who));
  console.log(
    what === "leave" ? `The directory said that ${who} has left. Look at ${running.origins.web}/residue.` : `The directory said that ${who} is back.`,
  );
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function fail(message, code) {
  console.error(message);
  process.exitCode = code;
}
