// `npm test`: everything that proves this checkout, from a clean machine. `npm test -- unit` or `npm test -- e2e` runs a part.
import { nodeFault } from "./setup/node-version.mjs";

const fault = nodeFault(process.version);
if (fault) {
  console.error(fault);
  process.exit(1);
}
import("./setup/test.mjs").then(async ({ test }) => process.exit(await test(process.argv.slice(2))));
