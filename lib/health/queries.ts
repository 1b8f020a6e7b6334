import packageJson from "../../package.json" with { type: "json" };
import type { Context } from "../core/context";

/** A process beats every 5 s; after four missed beats it counts as silent. */
const silentAfterMilliseconds = 20_000;
const expected = ["web", "signer", "collector", "executor"] as const;

export interface ProcessHealth {
  process: string;
  instance: string;
  alive: boolean;
  heartbeatAt: Date | null;
  startedAt: Date | null;
  uid: number | null;
  walls: string;
}

export interface Health {
  status: "ok" | "degraded" | "down";
  version: string;
  /** full: each process under its own system user; database_only: only the database keeps them apart; unknown: not every process has said so */
  walls: "full" | "database_only" | "unknown";
  database: "ok" | "unreachable";
  processes: ProcessHealth[];
}

/** How the product is: each process by its heartbeat, the walls between them, the database. Never throws. */
export async function health(ctx: Context): Promise<Health> {
  try {
    const now = ctx.clock.now().getTime();
    const rows = await ctx.db.processStatus.findMany({ orderBy: [{ process: "asc" }, { heartbeatAt: "desc" }] });
    const seen = rows.map(({ process, instance, heartbeatAt, startedAt, uid, walls }) => {
      return { process, instance, heartbeatAt, startedAt, uid, walls, alive: now - heartbeatAt.getTime() < silentAfterMilliseconds };
    });
    const silent = expected.filter((name) => !seen.some(({ process }) => process === name)).map(neverSeen);
    // An instance that was replaced leaves its row behind: old rows count only where no newer one of that process lives.
    const processes = [...seen.filter((row) => row.alive || !seen.some((other) => other.process === row.process && other.alive)), ...silent];
    const whole = processes.every(({ alive }) => alive);
    return { status: whole ? "ok" : "degraded", version: packageJson.version, walls: wallsOf(processes), database: "ok", processes };
  } catch (error) {
    ctx.log.error({ err: error }, "the database does not answer");
    return { status: "down", version: packageJson.version, walls: "unknown", database: "unreachable", processes: [] };
  }
}

function neverSeen(process: string): ProcessHealth {
  return { process, instance: "none", alive: false, heartbeatAt: null, startedAt: null, uid: null, walls: "unknown" };
}

function wallsOf(processes: ProcessHealth[]): Health["walls"] {
  const living = processes.filter(({ alive }) => alive);
  if (living.some(({ walls }) => walls === "database_only")) return "database_only";
  return living.length >= expected.length && living.every(({ walls }) => walls === "full") ? "full" : "unknown";
}
