import { startStack } from "./stack";

/** Where specs find the run's sample organisation. */
export const sampleVariable = "COUNTERSIGN_E2E_SAMPLE";

/** Starts one sample organisation for the whole run, and ends it after. COUNTERSIGN_E2E_SAMPLE=none leaves it out, for specs that start their own. */
export default async function startSample(): Promise<(() => Promise<void>) | undefined> {
  if (process.env[sampleVariable] === "none") return;
  const { stop, ...stack } = await startStack("sample");
  process.env[sampleVariable] = JSON.stringify(stack);
  return stop;
}
