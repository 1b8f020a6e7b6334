import { logState } from "../audit/log-state";
import { authorize, may } from "../authorization/authorize";
import type { Context } from "../core/context";
import { plural } from "../core/format";
import { noticeState } from "../health/notices";
import type { Decision } from "./decisions";

/** What puts everything else in doubt, before all decisions: an audit log that was altered or is not sealed; and notices that reach nobody. */
export async function alarms(ctx: Context): Promise<Decision[]> {
  authorize(ctx.actor, "overview.read");
  return [...(await ofLog(ctx)), ...(may(ctx.actor, "connection.sync") ? await ofNotices(ctx) : [])];
}

async function ofLog({ db, actor }: Context): Promise<Decision[]> {
  const { broken, late } = await logState(db);
  const shown = { kind: "log", severity: "critical", ...seeLog(may(actor, "audit.read")), mine: may(actor, "audit.read") } as const;
  if (broken)
    return [
      {
        ...shown,
        rank: -20,
        title: "The audit log was altered",
        why: `${broken.reason} The machine seals nothing and starts nothing new until somebody has looked.`,
        since: broken.at.toISOString(),
      },
    ];
  if (!late) return [];
  const why = "Entries wait for more than a minute. They are in no export yet, and nothing protects them. See whether the executor runs, and its log.";
  return [{ ...shown, rank: -10, title: "The audit log is not being sealed", why, since: late.since.toISOString() }];
}

const seeLog = (allowed: boolean) => (allowed ? { verb: "See the audit log", href: "/audit" } : { verb: "Tell an administrator", href: "/" });

async function ofNotices(ctx: Context): Promise<Decision[]> {
  const { channels, undelivered, sample } = await noticeState(ctx);
  const shown = { kind: "notices", rank: 18, verb: "How to set them up", href: "/set-up", since: null, severity: null, mine: true } as const;
  if (undelivered)
    return [
      {
        ...shown,
        rank: 6,
        title: `${plural(undelivered.count, "notice")} reached nobody`,
        why: `The executor tries on. The newest answer: ${undelivered.error}.`,
      },
    ];
  // Before a root is pinned nothing can be signed or acted on, and the checklist names this step among the others.
  if (sample || channels === null || channels.length > 0 || (await ctx.db.trustRootView.count()) === 0) return [];
  const why = "Nobody hears from the executor itself of what is filed or about to happen, should these pages keep it back.";
  return [{ ...shown, title: "No notices go out", why }];
}
