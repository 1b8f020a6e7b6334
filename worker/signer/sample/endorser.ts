import path from "node:path";
import type { Context } from "../../../lib/core/context";
import { readPrivateFile } from "../../../lib/credentials/private-file";
import { endorseSampleKeys } from "../../../lib/trust/endorse-sample";
import { SampleRoot } from "../../../lib/trust/sample-root";

/** The sample's root from the signer's folder; null as long as the sample has not pinned itself. */
async function readSampleRoot(home: string): Promise<SampleRoot | null> {
  try {
    return SampleRoot.parse(JSON.parse(await readPrivateFile(path.join(home, "sample-root.json"))));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Signs new keys of the sample's people, one round at a time however often it is called. Outside the sample it does nothing. */
export function sampleEndorser(ctx: Context, home: string, sample: boolean): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  if (!sample) return () => running;
  const round = async () => {
    const root = await readSampleRoot(home);
    if (root) await endorseSampleKeys(ctx, root);
  };
  return () => {
    running = running.then(round).catch((error: unknown) => ctx.log.error({ err: error }, "sample keys could not be endorsed"));
    return running;
  };
}
