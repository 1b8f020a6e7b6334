import packageJson from "../../package.json" with { type: "json" };
import { type LogState, logState } from "../audit/log-state";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { isAlive } from "../domain/liveness";

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
  /** why it is not ok, each in a sentence */
  reasons: string[];
  processes: ProcessHealth[];
}

/** Whether it runs as it should and how strong its walls are: what strangers and load balancers may know. Never throws. */
export async function liveness(ctx: Context): Promise<Pick<Health, "status" | "walls">> {
  const { status, walls } = await look(ctx);
  return { status, walls };
}

/** How the product is: each process by its heartbeat, the walls between them, the database, the audit log. Throws Forbidden alone. */
export async function health(ctx: Context): Promise<Health> {
  authorize(ctx.actor, "overview.read");
  return look(ctx);
}

async function look(ctx: Context): Promise<Health> {
  try {
    const now = ctx.clock.now();
    const [rows, log] = await Promise.all([ctx.db.processStatus.findMany({ orderBy: [{ process: "asc" }, { heartbeatAt: "desc" }] }), logState(ctx.db)]);
    const seen = rows.map(({ process, instance, heartbeatAt, startedAt, uid, walls }) => {
      return { process, instance, heartbeatAt, startedAt, uid, walls, alive: isAlive(heartbeatAt, now) };
    });
    const silent = expected.filter((name) => !seen.some(({ process }) => process === name)).map(neverSeen);
    // An instance that was replaced leaves its row behind: old rows count only where no newer one of that process lives.
    const processes = [...seen.filter((row) => row.alive || !seen.some((other) => other.process === row.process && other.alive)), ...silent];
    const reasons = reasonsOf(processes, log);
    const status = reasons.length === 0 ? "ok" : "degraded";
    return { status, version: packageJson.version, walls: wallsOf(processes), database: "ok", reasons, processes };
  } catch (error) {
    ctx.log.error({ err: error }, "the database does not answer");
    const reasons = ["The database does not answer."];
    return { status: "down", version: packageJson.version, walls: "unknown", database: "unreachable", reasons, processes: [] };
  }
}

function reasonsOf(processes: readonly ProcessHealth[], { broken, late }: LogState): string[] {
  const reasons = [...new Set(processes.filter(({ alive }) => !alive).map(({ process }) => `The ${process} is not running.`))];
  if (broken) reasons.push(`The audit log is not the one that was sealed. ${broken.reason} Nothing is sealed and nothing new is started.`);
  if (late) reasons.push(`Entries of the audit log wait to be sealed since ${late.since.toISOString()}.`);
  return reasons;
}

function neverSeen(process: string): ProcessHealth {
  return { process, instance: "none", alive: false, heartbeatAt: null, startedAt: null, uid: null, walls: "unknown" };
}

function wallsOf(processes: ProcessHealth[]): Health["walls"] {
  const living = processes.filter(({ alive }) => alive);
  if (living.some(({ walls }) => walls === "database_only")) return "database_only";
  return living.length >= expected.length && living.every(({ walls }) => walls === "full") ? "full" : "unknown";
}
