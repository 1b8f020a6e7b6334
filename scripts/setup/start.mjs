import { chooseOrganisation } from "./organisation.mjs";
import { watchParents } from "./parents.mjs";
import { prepare } from "./prepare.mjs";
import { explain } from "./run.mjs";
import { continueIn, stage } from "./stage.mjs";

/** Installs and builds what is missing, then becomes the supervisor: one process, so that killing it ends everything. */
export async function start(args) {
  watchParents();
  try {
    const staged = stage();
    if (staged) process.exit(await continueIn(staged, "scripts/start.mjs", args));
    const organisation = await chooseOrganisation(args);
    if (!organisation) return;
    await prepare({ demo: organisation === "sample", say: console.log });
    const { main } = await import("../../.programs/supervisor.mjs");
    await main(organisation, process.env);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(explain(message) ?? message);
    process.exit(1);
  }
}
