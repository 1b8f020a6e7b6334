import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { parse } from "../core/parse";
import { ownView } from "./own-view";
import { ShareViewInput } from "./schemas";

/** Shows a view of one's own to everyone, or no longer. What it lists is up to each reader's own rights. A manager may take a shared one of others back. */
export async function shareView(ctx: Context, input: unknown): Promise<void> {
  authorize(ctx.actor, "view.save");
  const { view, shared } = parse(ShareViewInput, input);
  await ctx.db.$transaction(async (tx) => {
    const { id, name, list } = await ownView(tx, ctx, view, !shared);
    await tx.savedView.update({ where: { id }, data: { shared, changedAt: ctx.clock.now() } });
    await appendAudit(tx, ctx.actor, { action: shared ? "view.shared" : "view.unshared", subject: { type: "saved_view", id }, detail: { list, name } });
  });
}
