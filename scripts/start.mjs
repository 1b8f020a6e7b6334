// `npm start`: from a fresh clone to a running Countersign. Nothing is installed yet when this runs, and an old Node must get as far as the sentence.
import { nodeFault } from "./setup/node-version.mjs";

const fault = nodeFault(process.version);
if (fault) {
  console.error(fault);
  process.exit(1);
}
const { start } = await import("./setup/start.mjs");
await start(process.argv.slice(2));
