import { randomUUID } from "node:crypto";
import { logBroken } from "../../lib/audit/log-state";
import type { Revoker } from "../../lib/connectors/contract";
import { createVendorHttp } from "../../lib/connectors/http";
import type { VendorHttp } from "../../lib/connectors/vendor-http";
import type { Context } from "../../lib/core/context";
import { forbidden } from "../../lib/core/errors";
import { loadOrCreateIdentity } from "../../lib/credentials/identity";
import { closeProvenExposures } from "../../lib/exposure/close-proven-exposures";
import { closeProven } from "../../lib/findings/close-proven";
import { loadPepper } from "../../lib/fingerprints/pepper";
import { allChecks, type Checks } from "./authority/checks";
import { Journal } from "./journal";
import { Loop } from "./loop";
import { type Channel, openChannels } from "./notices/channels";
import { Notices } from "./notices/notices";
import type { Boundary, Parts } from "./parts";
import type { Sealer } from "./seal";
import { Trust } from "./trust";

export interface ExecutorOptions {
  ctx: Context;
  /** own folder (0700): age-identity.txt, pepper.json, trust-root.json, journal.jsonl */
  home: string;
  deployment: string;
  revokers: Readonly<Record<string, Revoker>>;
  /** full | database_only */
  walls?: string;
  /** web's origin, for links in notices */
  origin?: string;
  channels?: readonly Channel[];
  /** what this process's own sealer remembers counts before what the table says of the log */
  sealer?: Pick<Sealer, "broken">;
  pollMilliseconds?: number;
  /** how long a dead executor keeps another from its executions; longer than any one call to a vendor */
  leaseMilliseconds?: number;
  signal?: AbortSignal;
  http?(options: { origin: string; ca: string | null; allowPrivate: boolean }): VendorHttp;
  /** tests take checks away or crash at boundaries; nothing in production passes these */
  checks?: Checks;
  at?(boundary: Boundary, execution: string): Promise<void> | void;
}

export interface Executor {
  /** looks once at everything that is due, and waits for it */
  tick(): Promise<void>;
  /** ticks until the signal aborts; slow vendors hold up nobody else */
  run(signal: AbortSignal): Promise<void>;
  /** to this, credentials for the executor are sealed */
  recipient: string;
}

/** Makes the one process that acts. It listens on no port; everything it does, it reads from the database and verifies itself. */
export async function createExecutor(options: ExecutorOptions): Promise<Executor> {
  const { ctx, home, deployment, revokers, walls = "unknown", channels = openChannels({}), signal } = options;
  if (ctx.actor.type !== "process" || ctx.actor.name !== "executor") throw forbidden("Only the executor process may act on tokens.");
  const journal = await Journal.open(home);
  if (journal.damaged > 0) ctx.log.warn({ lines: journal.damaged }, "journal.jsonl has lines that cannot be read; a crash may have cut them off");
  const notices = new Notices(ctx, channels);
  const parts: Parts = {
    ctx,
    home,
    deployment,
    identity: await loadOrCreateIdentity(home),
    pepper: await loadPepper(home),
    revokers,
    journal,
    trust: new Trust(ctx, journal, notices),
    checks: options.checks ?? allChecks,
    notices,
    logBroken: async () => options.sealer?.broken ?? (await logBroken(ctx.db))?.reason ?? null,
    walls,
    holder: `${process.pid}:${randomUUID()}`,
    leaseMilliseconds: options.leaseMilliseconds ?? 120_000,
    http: options.http ?? ((at) => createVendorHttp({ ...at, log: ctx.log, signal })),
    signal,
    closeProven: async (tx, { id: executionId, tokenId }) => {
      await closeProven(tx, ctx, { tokenId, executionId });
      await closeProvenExposures(tx, ctx, { tokenId, executionId });
    },
    at: options.at ?? (() => undefined),
  };
  const loop = new Loop(parts, { channels, origin: options.origin ?? "http://localhost:3000", pollMilliseconds: options.pollMilliseconds ?? 400 });
  return { tick: () => loop.tick(true), run: (until) => loop.run(until), recipient: parts.identity.recipient };
}
