import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { forbidden } from "../core/errors";
import type { ViewList } from "./schemas";

/** The state of a list that a view keeps; null where there is no such view, or none that the actor may open. */
export async function openView(ctx: Context, list: ViewList, id: string): Promise<{ name: string; query: string } | null> {
  authorize(ctx.actor, "view.save");
  if (ctx.actor.type !== "person") throw forbidden("Views are people's own.");
  const { data: view } = z.uuid().safeParse(id);
  if (!view) return null;
  return ctx.db.savedView.findFirst({
    where: { id: view, list, OR: [{ personId: ctx.actor.id }, { shared: true }] },
    select: { name: true, query: true },
  });
}
