import type { Context } from "../../../lib/core/context";
import type { TrustView } from "../../../lib/trust/chain";
import { type Channel, nobodyToWriteTo } from "./channels";
import { compose } from "./compose";
import { NoticeSubject, noticeKinds } from "./notices";

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

interface Row {
  id: string;
  kind: string;
  subject: unknown;
  attempts: number;
}

/**
 * Sends what is due; notices of one occasion as one message, and each channel by itself: one that does not answer keeps back no other, and is
 * not asked again in this round. A notice is claimed before it is sent, so that two executors do not both send it; a crash between sending
 * and recording sends it twice, never not at all.
 */
export async function deliverNotices(delivery: Delivery): Promise<void> {
  const { ctx } = delivery;
  const due = await ctx.db.notice.findMany({ where: { status: "queued", nextAt: { lte: ctx.clock.now() } }, orderBy: { nextAt: "asc" }, take: 200 });
  await Promise.all([...groupBy(due, channelOf).values()].map((rows) => throughOne(delivery, rows)));
}

async function throughOne(delivery: Delivery, due: readonly Row[]): Promise<void> {
  for (const rows of groupBy(due, occasionOf).values()) {
    const claimed: Row[] = [];
    for (const row of rows) if (await claim(delivery.ctx, row)) claimed.push(row);
    if (claimed.length === 0) continue;
    const failed = await send(delivery, claimed);
    await record(delivery.ctx, claimed, failed);
    if (failed !== null && failed !== nobodyToWriteTo) return;
  }
}

const channelOf = ({ subject }: Row): string => NoticeSubject.parse(subject).channel;
const occasionOf = ({ id, kind, subject }: Row): string => `${kind} ${NoticeSubject.parse(subject).together ?? id}`;

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

async function claim({ db, clock }: Context, { id, attempts }: Row): Promise<boolean> {
  const nextAt = new Date(clock.now().getTime() + waitMilliseconds(attempts + 1));
  const { count } = await db.notice.updateMany({ where: { id, status: "queued", attempts }, data: { attempts: attempts + 1, nextAt } });
  return count > 0;
}

async function record({ db, clock }: Context, rows: readonly Row[], failed: string | null): Promise<void> {
  for (const { id, attempts } of rows) {
    const status = failed === null ? "sent" : attempts + 1 >= longestTries ? "failed" : "queued";
    const data = failed === null ? { sentAt: clock.now(), lastError: null } : { lastError: failed };
    await db.notice.update({ where: { id }, data: { status, ...data } });
  }
}

/** Null when it was taken; else why not. */
async function send({ ctx, channels, origin, trust }: Delivery, rows: readonly Row[]): Promise<string | null> {
  const [first] = rows;
  const kind = noticeKinds.find((known) => known === first?.kind);
  const subjects = rows.map(({ subject }) => NoticeSubject.parse(subject));
  const name = subjects[0]?.channel;
  const channel = channels.find((each) => each.name === name);
  if (!kind) return `unknown kind ${first?.kind}`;
  if (!channel) return `${name} is not set up`;
  try {
    const message = await compose(
      { ctx, trust, origin },
      kind,
      subjects.map(({ about }) => about),
    );
    if (message) await channel.send(message);
    return null;
  } catch (error) {
    ctx.log.warn({ notice: kind, channel: name }, "a notice was not taken; it is tried again");
    return error instanceof Error ? error.message : "failed";
  }
}
