import type { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { forbidden, invalidInput } from "../core/errors";
import { parse } from "../core/parse";
import { SaveViewInput } from "./schemas";

/** So many views one person may keep, all lists together: the menu must stay readable. */
const mostViews = 100;

/** Keeps a list's state under a name of one's own; the same name again replaces it. */
export async function saveView(ctx: Context, input: z.input<typeof SaveViewInput>): Promise<{ id: string }> {
  authorize(ctx.actor, "view.save");
  if (ctx.actor.type !== "person") throw forbidden("Views are people's own.");
  const { list, name, query, shared } = parse(SaveViewInput, input);
  const personId = ctx.actor.id;
  const now = ctx.clock.now();
  return ctx.db.$transaction(async (tx) => {
    if ((await tx.savedView.count({ where: { personId } })) >= mostViews)
      throw invalidInput(`You keep ${mostViews} views already. Delete one that you no longer use.`, { name: "There is no room for another view." });
    const key = { personId_list_name: { personId, list, name } };
    const { id } = await tx.savedView.upsert({
      where: key,
      create: { id: ctx.ids.uuid(), list, name, query, shared, personId, createdAt: now, changedAt: now },
      update: { query, shared, changedAt: now },
      select: { id: true },
    });
    await appendAudit(tx, ctx.actor, { action: "view.saved", subject: { type: "saved_view", id }, detail: { list, name, query, shared } });
    return { id };
  });
}
