import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { canaryFolder } from "./canaries";
import { prepare, type Stack, startStack } from "./stack";

/**
 * Where specs find the run's sample organisation: the file in which its start leaves word. "none" leaves the sample out, for specs that start their own;
 * a stack as JSON names one that runs already, for those who write specs.
 */
const variable = "COUNTERSIGN_E2E_SAMPLE";

type Word = { stack: Stack } | { fault: string };

/** Begins to start one sample organisation for the whole run, and ends it after. Specs on organisations of their own go on meanwhile. */
export default async function startSample(): Promise<(() => Promise<void>) | undefined> {
  if (process.env[variable]) return;
  await prepare();
  const folder = await mkdtemp(path.join(tmpdir(), "countersign-e2e-word-"));
  const file = path.join(folder, "sample.json");
  process.env[variable] = file;
  const leave = async (word: Word) => {
    await writeFile(`${file}.draft`, JSON.stringify(word));
    await rename(`${file}.draft`, file);
  };
  const started = startStack("sample").then(
    async ({ stop, ...stack }) => {
      await leave({ stack });
      return { stop, stack };
    },
    (error: Error) => leave({ fault: error.message }),
  );
  return async () => {
    const sample = await started;
    await sample?.stop();
    if (sample) await rm(canaryFolder(sample.stack), { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  };
}

/** The run's sample organisation, once it stands. Throws with what its start said when it does not come to stand. */
export async function theSample(): Promise<Stack> {
  const told = process.env[variable];
  if (!told || told === "none") throw new Error("This spec needs the sample organisation: run it without COUNTERSIGN_E2E_SAMPLE=none.");
  if (told.startsWith("{")) return JSON.parse(told) as Stack;
  for (;;) {
    const text = await readFile(told, "utf8").catch(() => null);
    if (text === null) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      continue;
    }
    const word = JSON.parse(text) as Word;
    if ("fault" in word) throw new Error(word.fault);
    return word.stack;
  }
}
