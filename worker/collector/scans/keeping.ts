import type { Context } from "../../../lib/core/context";
import type { Tx } from "../../../lib/core/db";
import type { UnreadableReason } from "../../../lib/domain/exposures";
import { type Identity, identifier } from "../../../lib/exposure/identify";
import { type Looked, nothingLooked } from "../../../lib/exposure/look-through";
import { isPlaceOnly } from "../../../lib/exposure/place-only";
import { recordAudiences } from "../../../lib/exposure/record-audiences";
import { recordSightings } from "../../../lib/exposure/record-sightings";
import type { Sighting } from "../../../lib/exposure/sightings";
import type { Audience, AudienceRefusal, Settled, Unreadable } from "../../../lib/exposure/sources/piece";
import type { Pepper } from "../../../lib/fingerprints/pepper";
import { checkValidity } from "./check-validity";
import type { OpenChecker } from "./checker";
import type { Run } from "./open-run";
import type { Stop } from "./stop";

export interface ScanParts {
  ctx: Context;
  pepper: Pepper;
  /** starts a checker when there is something to try; without it nothing is tried */
  checker?: () => Promise<OpenChecker>;
  /** sightings written at once */
  batch?: number;
  /** hears each sighting, with nothing of the secret in it */
  onSighting?(sighting: Sighting<Identity>): void;
  onUnreadable?(unreadable: Unreadable): void;
}

/** What a run met on its way. */
export interface Seen {
  looked: Looked;
  /** paths at which something may stand that was not seen, of a system those of requests; null = too many of them */
  doubtful: readonly string[] | null;
  /** what could not be read of a history, by reason */
  lasting: Partial<Record<UnreadableReason, number>>;
}

const defaultBatch = 200;
/** What is settled is written this often: whoever goes on after a crash reads again what was read since. */
const settleMilliseconds = 5_000;
/** So many things that could not be read are kept one by one; all are counted. */
const mostUnreadable = 1000;
/** Beyond so many it is not asked which places may be gone. */
const mostDoubtful = 100_000;
/** Known not to be a secret at all: counted, not kept. What may be one (examples, test keys) is kept and marked. */
const counted: ReadonlySet<string | null> = new Set(["placeholder", "reference", "hash", "uuid"]);
export const isKept = ({ mark }: Pick<Sighting<Identity>, "mark">): boolean => !counted.has(mark);
export const transaction = { timeout: 60_000, maxWait: 60_000 };

/** What a run has met and not written yet, and how far it is. */
export class Keeping {
  readonly looked: Looked = nothingLooked();
  readonly unread: Unreadable[] = [];
  private readonly marked: Record<string, number> = {};
  private readonly doubtful: string[] = [];
  private readonly audiences: Audience[] = [];
  private readonly refusals: AudienceRefusal[] = [];
  private readonly lasting: Seen["lasting"] = {};
  private settled: string[] = [];
  private flushedAt = performance.now();
  private open: Sighting<Identity>[] = [];
  /** plaintexts of the open batch, for whoever may try them */
  private secrets = new Map<string, string>();
  private readonly identifying: (secret: string) => Identity;

  constructor(
    private readonly parts: ScanParts,
    private readonly run: Run,
    private readonly received: (() => number) | undefined,
    private readonly keepSettled?: (tx: Tx, lists: readonly string[], seen: Seen) => Promise<unknown>,
  ) {
    this.identifying = identifier(parts.pepper);
  }

  readonly identify = (secret: string): Identity => {
    const identity = this.identifying(secret);
    if (this.parts.checker && !isPlaceOnly(secret)) this.secrets.set(identity.current, secret);
    return identity;
  };

  /** What was met besides secrets. Returns whether it is time to write. */
  setAside(one: { unreadable: Unreadable } | { audience: Audience } | { refusal: AudienceRefusal } | { settled: Settled }): boolean {
    if ("audience" in one) this.audiences.push(one.audience);
    else if ("refusal" in one) this.refusals.push(one.refusal);
    else if ("unreadable" in one) this.unreadable(one.unreadable);
    else if (this.keepSettled) this.settled.push(one.settled.list);
    return this.settled.length > 0 && performance.now() - this.flushedAt > settleMilliseconds;
  }

  private unreadable(one: Unreadable): void {
    if (this.unread.length < mostUnreadable) this.unread.push(one);
    // pictures hold no text that was seen in them before
    if (one.reason !== "media" && one.below !== null && this.doubtful.length <= mostDoubtful) this.doubtful.push(one.below ?? one.path);
    if (one.lasting) this.lasting[one.reason] = (this.lasting[one.reason] ?? 0) + 1;
    this.parts.onUnreadable?.(one);
  }

  /** Returns whether it is time to write. */
  sighting(sighting: Sighting<Identity>): boolean {
    const { mark, identity } = sighting;
    this.parts.onSighting?.(sighting);
    if (mark) this.marked[mark] = (this.marked[mark] ?? 0) + 1;
    if (isKept(sighting)) this.open.push(sighting);
    else if (!this.open.some((each) => each.identity.current === identity.current)) this.secrets.delete(identity.current);
    return this.open.length >= (this.parts.batch ?? defaultBatch);
  }

  /** Writes what was met since, and tries what may be tried. What is met from here on belongs to the next. */
  async flush(): Promise<void> {
    const { ctx, checker } = this.parts;
    const found = this.secrets;
    await this.write();
    if (checker) await checkValidity(ctx, found, checker);
  }

  /** Writes what was met since, and tries nothing. */
  async write(): Promise<void> {
    const { ctx } = this.parts;
    const { open: sightings, settled } = this;
    [this.open, this.secrets, this.settled] = [[], new Map(), []];
    this.flushedAt = performance.now();
    await ctx.db.$transaction(async (tx) => {
      const { exposures, occurrences } = await recordSightings(tx, ctx, this.run.sourceId, sightings);
      await tx.scanRun.update({
        where: { id: this.run.id },
        data: { ...this.progress(), exposures: { increment: exposures }, occurrences: { increment: occurrences } },
      });
      await this.keepSettled?.(tx, settled, this.seen());
    }, transaction);
  }

  /** Writes who could see what was looked through, or why that is not told, in the transaction that ends the run. */
  async keepAudiences(tx: Tx): Promise<void> {
    await recordAudiences(tx, this.parts.ctx, this.run.sourceId, this.audiences, this.refusals);
  }

  /** Says that the run lives and how far it is; hears whether it is to stop, and why. */
  async beat(): Promise<Stop["why"]> {
    const { db } = this.parts.ctx;
    // one that comes late takes nothing back of what was written when the run ended
    const [alive] = await db.scanRun.updateManyAndReturn({
      where: { id: this.run.id, status: "running" },
      data: this.progress(),
      select: { cancelledBy: true },
    });
    const { cancelledBy } = alive ?? (await db.scanRun.findUniqueOrThrow({ where: { id: this.run.id }, select: { cancelledBy: true } }));
    if (cancelledBy !== null) return "cancelled";
    return alive ? null : "lost";
  }

  seen(): Seen {
    return { looked: this.looked, lasting: this.lasting, doubtful: this.doubtful.length > mostDoubtful ? null : this.doubtful };
  }

  private progress() {
    const { texts, bytes, commits, sightings, unreadable } = this.looked;
    return {
      ...{ texts: BigInt(texts), bytes: BigInt(bytes), commits, sightings, unreadable },
      marked: this.marked,
      heartbeatAt: this.parts.ctx.clock.now(),
      ...(this.received ? { received: BigInt(this.received()) } : {}),
    };
  }
}
