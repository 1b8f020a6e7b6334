import { userInfo } from "node:os";
import type { Organisation } from "./data-folder";
import { dataFolder } from "./data-folder";
import { Ending } from "./ending";
import { readOptions } from "./options";
import { watchParents } from "./parents";
import { PlainError, sentenceFor } from "./plain-error";
import { supervise } from "./supervise";

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
  watchParents(() => void end(1));
  try {
    const options = readOptions(organisation, env);
    const { running } = await supervise(options, env, ending, say);
    say(`\nCountersign is ready: ${running.origins.web}`);
    if (running.walls === "database_only")
      say(`Walls: database only, because ${userInfo().username} runs everything. Started as root, each process gets a user of its own.`);
    if (organisation === "main") say("The first administrator gets in by: npm run -s countersign -- admin invite --email you@example.com --role administrator");
  } catch (error) {
    if (asked) return;
    process.stderr.write(`${sentenceFor(error, dataFolder(organisation, env))}\n`);
    if (!(error instanceof PlainError) && env.LOG_LEVEL === "debug") process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    await end(1);
  }
}
