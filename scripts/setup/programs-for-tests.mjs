import { bundlePrograms } from "./programs.mjs";

/** vitest's part of a start: tests run the programs from their bundles, as `npm start` does. */
export async function setup() {
  await bundlePrograms();
}
