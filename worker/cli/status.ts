import type { Command } from "commander";
import { isAlive } from "../../lib/domain/liveness";
import { onHost } from "./command";

/** `countersign status`: which processes live, behind which walls. Reads as web. */
export function statusCommand(program: Command): void {
  program
    .command("status")
    .description("show the processes and how strong their walls are")
    .action(
      onHost("web", async ({ ctx, running, folder }) => {
        const rows = await ctx.db.processStatus.findMany({ orderBy: [{ process: "asc" }, { instance: "asc" }] });
        const now = ctx.clock.now();
        const processes = rows.map((row) => ({ ...row, alive: isAlive(row.heartbeatAt, now) }));
        const lines = processes.map(
          ({ process, instance, alive, uid }) => `${process.padEnd(10)} ${alive ? "alive" : "silent"}  uid ${uid ?? "?"}  ${instance}`,
        );
        const walls = running.walls === "full" ? "full" : "database only (not started as root, so all processes share one user)";
        return {
          json: { ...running.origins, deployment: running.deployment, sample: running.sample, walls: running.walls, folder, processes },
          text: [`${running.origins.web}${running.sample ? "  (sample organisation)" : ""}`, `walls: ${walls}`, `data: ${folder}`, ...lines].join("\n"),
        };
      }),
    );
}
