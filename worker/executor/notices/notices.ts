import { z } from "zod";
import type { Context } from "../../../lib/core/context";
import type { Queryable, Tx } from "../../../lib/core/db";
import type { TrustVerdict } from "../../../lib/trust/verdicts";
import type { Channel } from "./channels";
import { rotationsToTell } from "./of-rotation";

export const noticeKinds = [
  "request_to_sign",
  "execution_begins",
  "execution_acted",
  "execution_unproven",
  "trust_waiting",
  "trust_active",
  "log_broken",
  "log_late",
  "rotation_asked",
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** What a notice's row says of itself. Those of one kind with the same `together` go out as one message. */
export const NoticeSubject = z.object({ about: z.string(), channel: z.string(), together: z.string().optional() });

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
  /** Authority is complete: the hold begins, or the act. A request's targets are told of together. */
  begins(tx: Tx, executionId: string, requestId: string): Promise<void> {
    return this.put(tx, "execution_begins", executionId, requestId);
  }
  acted(tx: Tx, executionId: string, requestId: string): Promise<void> {
    return this.put(tx, "execution_acted", executionId, requestId);
  }

  /** A statement that widens authority takes effect, or its delay begins: each time anew, as after a signature was taken back. */
  async widening(tx: Tx, digest: string, { status, detail }: TrustVerdict, was: string | null): Promise<void> {
    if (detail.widens === null) return;
    if (status === "waiting_delay" && detail.activeAt) await this.put(tx, "trust_waiting", `${digest}.${Date.parse(detail.activeAt)}`);
    if (status === "active" && was !== "active") await this.put(tx, "trust_active", digest);
  }

  logBroken(db: Queryable, since: Date): Promise<void> {
    return this.put(db, "log_broken", String(since.getTime()));
  }
  logLate(db: Queryable, entry: string): Promise<void> {
    return this.put(db, "log_late", entry);
  }

  /** Notices that nobody here brings about: unproven for an hour, by time; and that an owner was asked to rotate, which web wrote down. */
  async byTime(): Promise<void> {
    const { db, clock } = this.ctx;
    const before = new Date(clock.now().getTime() - unprovenMilliseconds);
    const unproven = await db.execution.findMany({ where: { status: "proving", unprovenSince: { lte: before } }, select: { id: true, requestId: true } });
    for (const { id, requestId } of unproven) await this.put(db, "execution_unproven", id, requestId);
    for (const id of await rotationsToTell(db, this.channels, clock.now())) await this.put(db, "rotation_asked", id);
  }

  private async put(db: Queryable, kind: NoticeKind, about: string, together = about): Promise<void> {
    const { clock, ids } = this.ctx;
    const now = clock.now();
    const rows = this.channels.map(({ name }) => ({
      id: ids.uuid(),
      kind,
      dedupeKey: `${kind}:${about}:${name}`,
      subject: { about, together, channel: name } satisfies z.infer<typeof NoticeSubject>,
      status: "queued" as const,
      nextAt: now,
      createdAt: now,
    }));
    if (rows.length > 0) await db.notice.createMany({ data: rows, skipDuplicates: true });
  }
}
