import type { Context } from "../../../lib/core/context";
import type { Queryable, Tx } from "../../../lib/core/db";
import type { Channel } from "./channels";

export const noticeKinds = ["request_to_sign", "execution_acted", "execution_unproven", "trust_waiting"] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** An hour without proof is when people should look (issue of the loop: "unproven for an hour"). */
const unprovenMilliseconds = 3_600_000;

/** The executor's own notices: written in the transaction of what they tell, so that neither a crash nor web can keep one back. */
export class Notices {
  constructor(
    private readonly ctx: Context,
    private readonly channels: readonly Channel[],
  ) {}

  toSign(db: Queryable, requestId: string): Promise<void> {
    return this.put(db, "request_to_sign", requestId);
  }
  acted(tx: Tx, executionId: string): Promise<void> {
    return this.put(tx, "execution_acted", executionId);
  }

  /** Notices that time brings about: unproven for an hour, widening trust waiting out its delay. */
  async byTime(): Promise<void> {
    const { db, clock } = this.ctx;
    const before = new Date(clock.now().getTime() - unprovenMilliseconds);
    const [unproven, waiting] = await Promise.all([
      db.execution.findMany({ where: { status: "proving", unprovenSince: { lte: before } }, select: { id: true } }),
      db.trustState.findMany({ where: { status: "waiting_delay" }, select: { digest: true } }),
    ]);
    for (const { id } of unproven) await this.put(db, "execution_unproven", id);
    for (const { digest } of waiting) await this.put(db, "trust_waiting", digest);
  }

  private async put(db: Queryable, kind: NoticeKind, about: string): Promise<void> {
    const { clock, ids } = this.ctx;
    const now = clock.now();
    const rows = this.channels.map(({ name }) => ({
      id: ids.uuid(),
      kind,
      dedupeKey: `${kind}:${about}:${name}`,
      subject: { about, channel: name },
      status: "queued" as const,
      nextAt: now,
      createdAt: now,
    }));
    if (rows.length > 0) await db.notice.createMany({ data: rows, skipDuplicates: true });
  }
}
