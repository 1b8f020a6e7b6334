import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { stillAsReviewed } from "../tokens/recheck-selection";
import { linkIn } from "../workloads/link-tokens";
import { livingWorkload } from "../workloads/living-workload";
import { manages } from "../workloads/may-manage";
import { type BulkOutcome, LinkSelectionInput } from "./schemas";
import { splitByRight } from "./split-by-right";

/** Says that a workload uses every token of a reviewed set. What changed since the review is left out. */
export async function linkSelection(ctx: Context, input: unknown): Promise<BulkOutcome> {
  authorize(ctx.actor, "workload.manage");
  const { workload, ...reviewed } = parse(LinkSelectionInput, input);
  return transaction(ctx, async (tx) => {
    const { unchanged, left } = await stillAsReviewed(tx, ctx, reviewed);
    const whole = manages(ctx.actor, await livingWorkload(tx, workload));
    const { mine, left: others } = whole ? { mine: unchanged, left: [] } : await splitByRight(tx, ctx.actor, unchanged);
    if (mine.length > 0) await linkIn(tx, ctx, workload, mine);
    const outcome = { done: mine.length, left: [...left, ...others] };
    await appendAudit(tx, ctx.actor, {
      action: "workload.linked_in_bulk",
      subject: { type: "inventory", id: reviewed.selection },
      detail: { ...reviewed, workload, tokens: mine.length, left: outcome.left },
    });
    return outcome;
  });
}
