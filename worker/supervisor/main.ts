import type { Organisation } from "./data-folder";
import { dataFolder } from "./data-folder";
import { Ending } from "./ending";
import { readOptions } from "./options";
import { PlainError, sentenceFor } from "./plain-error";
import { setUpSample } from "./sample/set-up";
import { supervise } from "./supervise";
import { welcome } from "./welcome";

/** Runs Countersign until it is told to end. Sets the exit code: 0 after an orderly end, 1 with one sentence on standard error otherwise. */
export async function main(organisation: Organisation, env: NodeJS.ProcessEnv): Promise<void> {
  const ending = new Ending();
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  let asked = false;
  const end = async (code: number) => {
    if (asked) return;
    asked = true;
    await ending.end();
    process.exit(code);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      // npm passes Ctrl-C on, so it may come twice at once; whoever insists after that wants out now.
      if (asked) return;
      say("Stopping…");
      void end(0);
    });
  }
  const giveUp = (sentence: string) => {
    if (asked) return;
    process.stderr.write(`${sentence}\n`);
    void end(1);
  };
  try {
    const options = readOptions(organisation, env);
    const supervised = await supervise(options, env, ending, { say, giveUp });
    const links = organisation === "sample" ? await setUpSample(options, supervised, ending, say) : null;
    say(welcome(supervised.running, links));
  } catch (error) {
    if (asked) return;
    process.stderr.write(`${sentenceFor(error, dataFolder(organisation, env))}\n`);
    if (!(error instanceof PlainError) && env.LOG_LEVEL === "debug") process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    await end(1);
  }
}
