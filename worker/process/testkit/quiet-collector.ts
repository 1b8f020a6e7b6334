import { z } from "zod";
import { startProcess } from "../start";

/** A process that does nothing: what the bootstrap does by itself can be seen in it. */
await startProcess("collector", z.object({ FAIL: z.string().optional() }), async ({ env, announce, atEnd }) => {
  if (env.FAIL) throw new Error(env.FAIL);
  await announce({ recipient: "age1example" });
  atEnd(() => process.stdout.write("closed\n"));
});
