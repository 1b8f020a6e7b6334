import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { stillAsReviewed } from "../tokens/recheck-selection";
import { type BulkOutcome, SetPurposesInput } from "./schemas";
import { splitByRight } from "./split-by-right";

/** Says what every token of a reviewed set is for. Who owns them stays as it is; what changed since the review is left out. */
export async function setPurposes(ctx: Context, input: unknown): Promise<BulkOutcome> {
  authorize(ctx.actor, "token.own");
  const { purpose, ...reviewed } = parse(SetPurposesInput, input);
  return transaction(ctx, async (tx) => {
    const { unchanged, left } = await stillAsReviewed(tx, ctx, reviewed);
    const { mine, left: others } = await splitByRight(tx, ctx.actor, unchanged);
    const by = actorName(ctx.actor);
    const now = ctx.clock.now();
    const done = await tx.$executeRaw`
      insert into ownership (token_id, state, purpose, purpose_by, purpose_at, set_by, set_at)
      select t, 'suggested', ${purpose}, ${by}, ${now}, ${by}, ${now} from unnest(${mine}::uuid[]) t
      on conflict (token_id) do update set purpose = excluded.purpose, purpose_by = excluded.purpose_by, purpose_at = excluded.purpose_at`;
    const outcome = { done, left: [...left, ...others] };
    await appendAudit(tx, ctx.actor, {
      action: "ownership.purpose_set_in_bulk",
      subject: { type: "inventory", id: reviewed.selection },
      detail: { ...reviewed, purpose, tokens: mine, left: outcome.left },
    });
    return outcome;
  });
}
