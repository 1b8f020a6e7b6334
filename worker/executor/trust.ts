import { appendAudit } from "../../lib/audit/append";
import { digestOf } from "../../lib/core/canonical";
import type { Context } from "../../lib/core/context";
import { evaluateTrust, sightings, type TrustRoot, type TrustView } from "../../lib/trust/chain";
import type { TrustVerdict } from "../../lib/trust/verdicts";
import { Departures, departureDigest } from "./departures";
import type { Journal } from "./journal";
import type { Notices } from "./notices/notices";

/** How often delays that are waited out are looked at again. */
const recheckMilliseconds = 2_000;

/**
 * What is trusted, derived anew from the pinned root whenever a statement or signature changed in any byte.
 * Also records each first sight, in the executor's own journal and for others to read, and each verdict's change.
 */
export class Trust {
  private known: { key: string; at: number; view: TrustView } | null = null;
  private readonly departures: Departures;
  /** grows whenever what is trusted was derived anew */
  version = 0;

  constructor(
    private readonly ctx: Context,
    private readonly journal: Journal,
    private readonly notices: Notices,
  ) {
    this.departures = new Departures(ctx, journal);
  }

  async view(root: TrustRoot): Promise<TrustView> {
    const { db, clock } = this.ctx;
    const [statements, signatures] = await Promise.all([
      db.trustStatement.findMany({ select: { digest: true, body: true }, orderBy: { digest: "asc" } }),
      db.trustSignature.findMany({ select: { digest: true, keyId: true, answer: true, assertion: true, at: true }, orderBy: { id: "asc" } }),
    ]);
    const now = clock.now();
    const left = await this.departures.of(root, statements);
    const key = digestOf({ root, statements, signatures, left: left.map(({ change }) => change).sort() });
    const known = this.known;
    if (known?.key === key && (!isWaiting(known.view) || Math.abs(now.getTime() - known.at) < recheckMilliseconds)) return known.view;
    const firstSeen = await this.firstSights([...sightings({ statements, signatures }), ...left.map(departureDigest)], now);
    const departures = left.map(({ change, person, recorded }) => ({ person, recorded, seen: firstSeen.get(departureDigest({ change })) ?? now }));
    const view = await evaluateTrust({ root, statements, signatures, firstSeen, departures, now });
    await this.record(view, firstSeen, now);
    this.known = { key, at: now.getTime(), view };
    this.version++;
    return view;
  }

  /**
   * When each was first seen. Own memory counts before the table: whoever could write an early time there would shorten the delay
   * of widening statements. An executor without memory of one takes over what another wrote. New ones are recorded as of now.
   */
  async firstSights(digests: readonly string[], now: Date): Promise<Map<string, Date>> {
    const all = [...new Set(digests)];
    const rows = await this.ctx.db.firstSight.findMany({ where: { digest: { in: all } } });
    const table = new Map(rows.map(({ digest, at }) => [digest, at]));
    const sights = new Map(all.map((digest) => [digest, this.journal.firstSight(digest) ?? table.get(digest) ?? now]));
    await this.journal.see(sights);
    const fresh = all.filter((digest) => !table.has(digest)).map((digest) => ({ digest, at: sights.get(digest) ?? now }));
    if (fresh.length > 0) await this.ctx.db.firstSight.createMany({ data: fresh, skipDuplicates: true });
    return sights;
  }

  private async record(view: TrustView, firstSeen: ReadonlyMap<string, Date>, now: Date): Promise<void> {
    const rows = await this.ctx.db.trustState.findMany();
    const before = new Map(rows.map((row) => [row.digest, row]));
    for (const [digest, verdict] of view.states) {
      const old = before.get(digest);
      if (old && digestOf(stored(old)) === digestOf(stored(verdict))) continue;
      await this.ctx.db.$transaction(async (tx) => {
        const data = { ...stored(verdict), activeAt: activeAt(verdict, old?.activeAt ?? null, now), updatedAt: now };
        await tx.trustState.upsert({ where: { digest }, create: { digest, firstSeenAt: firstSeen.get(digest) ?? now, ...data }, update: data });
        await this.notices.widening(tx, digest, verdict, old?.status ?? null);
        if (old?.status === verdict.status) return;
        await appendAudit(tx, this.ctx.actor, {
          action: verdict.status === "active" ? "trust.activated" : `trust.${verdict.status}`,
          subject: { type: "trust_statement", id: digest },
          detail: { was: old?.status ?? null, reason: verdict.reason },
        });
      });
    }
  }
}

const isWaiting = (view: TrustView) => [...view.states.values()].some(({ status }) => status === "waiting_delay");

const stored = ({ status, reason, detail }: { status: TrustVerdict["status"]; reason: string | null; detail: unknown }) => ({
  status,
  reason,
  detail: JSON.parse(JSON.stringify(detail)),
});

function activeAt({ status, detail }: TrustVerdict, before: Date | null, now: Date): Date | null {
  if (status === "active") return before && before <= now ? before : now;
  return status === "waiting_delay" && detail.activeAt ? new Date(detail.activeAt) : before;
}
