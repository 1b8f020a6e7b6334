// `npm start`: from a fresh clone to a running Countersign. Nothing is installed yet when this runs, and an old Node must get as far as the sentence:
// hence no await out here, which one before 14.8 can't read.
import { nodeFault } from "./setup/node-version.mjs";

const fault = nodeFault(process.version);
if (fault) {
  console.error(fault);
  process.exit(1);
}
import("./setup/start.mjs").then(({ start }) => start(process.argv.slice(2)));
