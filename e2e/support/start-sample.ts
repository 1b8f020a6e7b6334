import { rm } from "node:fs/promises";
import { canaryFolder } from "./canaries";
import { startStack } from "./stack";

/** Where specs find the run's sample organisation. */
export const sampleVariable = "COUNTERSIGN_E2E_SAMPLE";

/**
 * Starts one sample organisation for the whole run, and ends it after. COUNTERSIGN_E2E_SAMPLE=none leaves it out, for specs that start their own;
 * holding a stack as JSON, it names one that runs already, for those who write specs.
 */
export default async function startSample(): Promise<(() => Promise<void>) | undefined> {
  if (process.env[sampleVariable]) return;
  const { stop, ...stack } = await startStack("sample");
  process.env[sampleVariable] = JSON.stringify(stack);
  return async () => {
    await stop();
    await rm(canaryFolder(stack), { recursive: true, force: true });
  };
}
