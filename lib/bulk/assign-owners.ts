import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { stillAsReviewed } from "../tokens/recheck-selection";
import { mustBeActive } from "../workloads/active-people";
import { AssignOwnersInput, type BulkOutcome } from "./schemas";
import { splitByRight } from "./split-by-right";

/** Says who answers for every token of a reviewed set. What changed since the review is left out; a purpose that was said stays. */
export async function assignOwners(ctx: Context, input: unknown): Promise<BulkOutcome> {
  authorize(ctx.actor, "token.own");
  const { person, backup, ...reviewed } = parse(AssignOwnersInput, input);
  return transaction(ctx, async (tx) => {
    const { unchanged, left } = await stillAsReviewed(tx, ctx, reviewed);
    const { mine, left: others } = await splitByRight(tx, ctx.actor, unchanged);
    await mustBeActive(tx, { owner: person, backup });
    const done = await tx.$executeRaw`
      insert into ownership (token_id, person_id, backup_person_id, state, set_by, set_at)
      select t, ${person}::uuid, ${backup ?? null}::uuid, 'confirmed', ${actorName(ctx.actor)}, ${ctx.clock.now()} from unnest(${mine}::uuid[]) t
      on conflict (token_id) do update set person_id = excluded.person_id, backup_person_id = excluded.backup_person_id, state = 'confirmed',
        set_by = excluded.set_by, set_at = excluded.set_at, evidence = '{}'`;
    const outcome = { done, left: [...left, ...others] };
    await appendAudit(tx, ctx.actor, {
      action: "ownership.confirmed_in_bulk",
      subject: { type: "inventory", id: reviewed.selection },
      detail: { ...reviewed, person, backup: backup ?? null, tokens: mine, left: outcome.left },
    });
    return outcome;
  });
}
