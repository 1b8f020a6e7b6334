import type { Context } from "../../../lib/core/context";
import type { TrustView } from "../../../lib/trust/chain";
import type { Channel } from "./channels";
import { compose } from "./compose";
import { type NoticeKind, noticeKinds } from "./notices";

/** 10 s, 20 s, 40 s … an hour apart; about two days in all. */
const longestTries = 55;
const waitMilliseconds = (tries: number): number => Math.min(3_600_000, 10_000 * 2 ** Math.min(tries, 9));

export interface Delivery {
  ctx: Context;
  channels: readonly Channel[];
  /** web's origin, for links */
  origin: string;
  trust: TrustView | null;
}

/**
 * Sends what is due. A notice is claimed before it is sent, so that two executors do not both send it; a crash between sending and
 * recording sends it twice, never not at all.
 */
export async function deliverNotices({ ctx, channels, origin, trust }: Delivery): Promise<void> {
  const due = await ctx.db.notice.findMany({ where: { status: "queued", nextAt: { lte: ctx.clock.now() } }, orderBy: { nextAt: "asc" }, take: 50 });
  for (const notice of due) {
    const tries = notice.attempts + 1;
    const nextAt = new Date(ctx.clock.now().getTime() + waitMilliseconds(tries));
    const claimed = await ctx.db.notice.updateMany({
      where: { id: notice.id, status: "queued", attempts: notice.attempts },
      data: { attempts: tries, nextAt },
    });
    if (claimed.count === 0) continue;
    const failed = await send(notice.kind, notice.dedupeKey);
    const status = failed === null ? "sent" : tries >= longestTries ? "failed" : "queued";
    const data = failed === null ? { sentAt: ctx.clock.now(), lastError: null } : { lastError: failed };
    await ctx.db.notice.update({ where: { id: notice.id }, data: { status, ...data } });
  }

  async function send(kind: string, key: string): Promise<string | null> {
    const known = noticeKinds.find((each) => each === kind);
    const [, about = "", name = ""] = key.split(":");
    const channel = channels.find((each) => each.name === name);
    if (!known) return `unknown kind ${kind}`;
    if (!channel) return `${name} is not set up`;
    try {
      const message = await compose(ctx, trust, origin, known satisfies NoticeKind, about);
      if (message) await channel.send(message);
      return null;
    } catch (error) {
      ctx.log.warn({ notice: kind, channel: name }, "a notice was not taken; it is tried again");
      return error instanceof Error ? error.message : "failed";
    }
  }
}
