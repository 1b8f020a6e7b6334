import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { conflict } from "../core/errors";
import { parse } from "../core/parse";
import { ownView } from "./own-view";
import { RenameViewInput } from "./schemas";

/** Gives a view of one's own another name. */
export async function renameView(ctx: Context, input: unknown): Promise<void> {
  authorize(ctx.actor, "view.save");
  const { view, name } = parse(RenameViewInput, input);
  await ctx.db.$transaction(async (tx) => {
    const { id, personId, list, name: was } = await ownView(tx, ctx, view);
    const taken = await tx.savedView.findUnique({ where: { personId_list_name: { personId, list, name } }, select: { id: true } });
    if (taken && taken.id !== id) throw conflict(`You have a view called “${name}” already. Choose another name, or delete that one first.`);
    await tx.savedView.update({ where: { id }, data: { name, changedAt: ctx.clock.now() } });
    await appendAudit(tx, ctx.actor, { action: "view.renamed", subject: { type: "saved_view", id }, detail: { was, is: name } });
  });
}
