import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { parse } from "../core/parse";
import { ownView } from "./own-view";
import { DeleteViewInput } from "./schemas";

/** Deletes a view of one's own; a manager may also delete a shared one of somebody else. Nothing that it lists is touched. */
export async function deleteView(ctx: Context, input: unknown): Promise<void> {
  authorize(ctx.actor, "view.save");
  const { view } = parse(DeleteViewInput, input);
  await ctx.db.$transaction(async (tx) => {
    const { id, name, list, query, shared, personId } = await ownView(tx, ctx, view, true);
    await tx.savedView.delete({ where: { id } });
    await appendAudit(tx, ctx.actor, {
      action: "view.deleted",
      subject: { type: "saved_view", id },
      detail: { list, name, query, shared, of: personId },
    });
  });
}
