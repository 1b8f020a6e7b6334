import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { forbidden } from "../core/errors";
import { parse } from "../core/parse";
import { ListViewsInput } from "./schemas";

export interface SavedView {
  id: string;
  name: string;
  query: string;
  shared: boolean;
  /** mine, or whose */
  mine: boolean;
  by: string;
}

/** The views of a list that one may open: one's own, and those shared with everyone. By name, one's own first. */
export async function listViews(ctx: Context, input: unknown): Promise<{ views: SavedView[] }> {
  authorize(ctx.actor, "view.save");
  if (ctx.actor.type !== "person") throw forbidden("Views are people's own.");
  const { list } = parse(ListViewsInput, input);
  const me = ctx.actor.id;
  const stored = await ctx.db.savedView.findMany({
    where: { list, OR: [{ personId: me }, { shared: true }] },
    select: { id: true, name: true, query: true, shared: true, personId: true, person: { select: { displayName: true } } },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: 200,
  });
  const views = stored.map(({ person, personId, ...view }) => ({ ...view, mine: personId === me, by: person.displayName }));
  return { views: [...views.filter(({ mine }) => mine), ...views.filter(({ mine }) => !mine)] };
}
