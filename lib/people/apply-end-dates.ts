import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { transaction } from "../core/transaction";
import { setPersonStatuses } from "./set-person-status";

const batch = 500;

/** Persons whose end date has come leave now, dated with that end date. Idempotent; the collector calls it every minute. Returns how many left. */
export async function applyEndDates(ctx: Context): Promise<number> {
  authorize(ctx.actor, "people.sync");
  return transaction(ctx, async (tx) => {
    const due = await tx.$queryRaw<{ id: string; source: string; endsAt: Date }[]>`
      select id, source, ends_at as "endsAt" from person
      where ends_at <= ${ctx.clock.now()} and status <> 'departed' order by id limit ${batch} for no key update skip locked`;
    const gone = await setPersonStatuses(
      tx,
      ctx,
      due.map(({ id, source, endsAt }) => ({
        personId: id,
        status: "departed",
        at: endsAt,
        source: `${source.split(":")[0]}: end date ${endsAt.toISOString()} reached`,
      })),
    );
    return gone.length;
  });
}
