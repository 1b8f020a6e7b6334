import { Cron } from "croner";
import { mirrorApiTokens } from "../../lib/api-tokens/mirror-api-tokens";
import type { Context } from "../../lib/core/context";
import { endDueSuppressions } from "../../lib/exposure/suppressions/end-due-suppressions";
import { lapseOffers } from "../../lib/ownership/lapse-offers";
import { applyEndDates } from "../../lib/people/apply-end-dates";
import { findRootCauses } from "../../lib/posture/find-root-causes";
import { recordSnapshot } from "../../lib/posture/record-snapshot";
import { endStalled } from "./imports/end-stalled";
import { reevaluateAll } from "./reevaluate";
import { judgeDue, pruneRuns, pruneSelections, sweepOwners, sweepRules, trimTouches } from "./sweep";

/** Queues a run for every connection whose time has come: never read, or read longer ago than its interval. Returns how many. */
export async function queueDue(ctx: Context): Promise<number> {
  const now = ctx.clock.now();
  return ctx.db.$executeRaw`
    insert into sync_run (id, connection_id, trigger, status, queued_at)
    select gen_random_uuid(), c.id, 'schedule', 'queued', ${now}
    from connection c left join connection_health h on h.connection_id = c.id
    where (h.next_sync_at is null or h.next_sync_at <= ${now})
      and not exists (select from connection_removal r where r.connection_id = c.id)
      and exists (select from read_credential k where k.connection_id = c.id)
      and not exists (select from sync_run s where s.connection_id = c.id and s.status in ('queued', 'running'))
    on conflict (connection_id) where status = 'queued' do nothing`;
}

export interface Job {
  name: string;
  /** cron with seconds */
  at: string;
  run(ctx: Context, signal: AbortSignal): Promise<unknown>;
}

/** No more than a twentieth of the time goes into it: what takes three seconds is done once a minute, what takes a minute three times an hour. */
function seldom(run: Job["run"]): Job["run"] {
  let next = 0;
  return async (ctx, signal) => {
    const from = ctx.clock.now().getTime();
    if (from < next) return;
    await run(ctx, signal);
    next = from + 20 * (ctx.clock.now().getTime() - from);
  };
}

/** What the collector does by the clock. A job that is still at it is not started again; one that fails is logged and tried at its next time. */
const jobs: Job[] = [
  { name: "queue due syncs", at: "* * * * * *", run: queueDue },
  { name: "look again at what people decided", at: "* * * * * *", run: reevaluateAll },
  { name: "take in our own API tokens", at: "*/5 * * * * *", run: mirrorApiTokens },
  { name: "end imports that broke off", at: "*/20 * * * * *", run: endStalled },
  { name: "apply end dates", at: "10 * * * * *", run: applyEndDates },
  { name: "end suppressions whose day is over", at: "15 * * * * *", run: endDueSuppressions },
  { name: "let offers lapse", at: "20 * * * * *", run: lapseOffers },
  { name: "judge what is due", at: "40 * * * * *", run: judgeDue },
  { name: "find root causes", at: "25 * * * * *", run: seldom(findRootCauses) },
  // Every ten minutes, and once a day it writes: a collector that was down at midnight records the day when it is back.
  { name: "record the day's figures", at: "40 */10 * * * *", run: recordSnapshot },
  { name: "look at everything", at: "0 17 3 * * *", run: sweepRules },
  { name: "look at who may own what", at: "0 27 3 * * *", run: sweepOwners },
  { name: "prune old syncs", at: "0 47 3 * * *", run: pruneRuns },
  { name: "prune old selections", at: "0 49 3 * * *", run: pruneSelections },
  { name: "trim what lists have followed", at: "0 23 * * * *", run: trimTouches },
];

/** Starts the clock's work, `more` being what needs parts of its own. Returns how to stop it. */
export function startSchedule(ctx: Context, signal: AbortSignal, more: readonly Job[] = []): () => void {
  const guarded = (job: Job) => async () => {
    try {
      await job.run(ctx, signal);
    } catch (error) {
      if (!signal.aborted) ctx.log.error({ err: error, job: job.name }, "a job of the collector failed; it is tried again");
    }
  };
  const crons = [...jobs, ...more].map((job) => new Cron(job.at, { protect: true, timezone: "UTC" }, guarded(job)));
  // what a new version of a rule says should not wait for the night
  void guarded({ name: "look at everything", at: "", run: sweepRules })();
  void guarded({ name: "look at who may own what", at: "", run: sweepOwners })();
  return () => {
    for (const cron of crons) cron.stop();
  };
}
