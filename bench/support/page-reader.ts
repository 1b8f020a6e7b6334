import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "../../lib/core/clock";
import type { Context } from "../../lib/core/context";
import { createDb } from "../../lib/core/db";
import { systemIds } from "../../lib/core/ids";
import { createLogger } from "../../lib/core/logger";
import { asPerson } from "../../lib/testkit/facts";
import { listTokens, type TokenList } from "../../lib/tokens/queries";
import { tokenLines } from "../../lib/tokens/token-row";

// Reads pages of the inventory as web does, in a process of its own, with web's role and its list in memory: page-reader.ts <web URL>. Walks through the
// whole list, four pages a second, until it is sent SIGTERM; then tells how long each took, in milliseconds: the answer as a whole, which takes in what the
// import changed meanwhile, and the fetch of its rows alone.
const actor = asPerson({ id: "00000000-0000-4000-8000-000000000001", displayName: "Bench" }, "auditor");
const ctx: Context = { actor, db: createDb(process.argv[2] ?? ""), clock: systemClock, ids: systemIds, log: createLogger("bench", "silent") };
const took = { pages: [] as number[], rows: [] as number[] };
export type Took = typeof took;
let on = true;
process.on("SIGTERM", () => {
  on = false;
});
// the list's rests keep no process alive; web has its port
const alive = setInterval(() => undefined, 60_000);
await listTokens(ctx, {});
process.send?.("ready");
for (let cursor: string | undefined; on; await sleep(250)) {
  const began = performance.now();
  const page: TokenList = await listTokens(ctx, { cursor });
  const listed = performance.now();
  await tokenLines(
    ctx.db,
    page.rows.map(({ id }) => id),
  );
  took.pages.push(listed - began);
  took.rows.push(performance.now() - listed);
  cursor = page.next ?? undefined;
}
await ctx.db.$disconnect();
clearInterval(alive);
process.send?.(took);
process.disconnect?.();
