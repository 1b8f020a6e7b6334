import type { Context } from "../core/context";

/** Whether the executor's notices reach anybody. */
export interface NoticeState {
  /** how they go out, by the executor's own word; empty = nothing is set up, null = no executor has said */
  channels: string[] | null;
  /** notices that were not taken: given up in the last week, or tried more than once in vain */
  undelivered: { count: number; error: string } | null;
  /** the sample organisation needs none */
  sample: boolean;
}

const weekMilliseconds = 7 * 86_400_000;

/** How notices stand. Asks no authorization: callers do. */
export async function noticeState({ db, clock }: Pick<Context, "db" | "clock">): Promise<NoticeState> {
  const since = new Date(clock.now().getTime() - weekMilliseconds);
  const [executor, failed, deployment] = await Promise.all([
    db.processStatus.findFirst({ where: { process: "executor", channels: { not: null } }, orderBy: { heartbeatAt: "desc" }, select: { channels: true } }),
    db.notice.findMany({
      where: {
        lastError: { not: null },
        OR: [
          { status: "failed", createdAt: { gt: since } },
          { status: "queued", attempts: { gt: 1 } },
        ],
      },
      orderBy: { createdAt: "desc" },
      select: { lastError: true },
    }),
    db.deployment.findFirst({ select: { sample: true } }),
  ]);
  return {
    channels: executor?.channels?.split(" ").filter(Boolean) ?? null,
    undelivered: failed.length > 0 ? { count: failed.length, error: failed[0]?.lastError ?? "" } : null,
    sample: deployment?.sample ?? false,
  };
}
