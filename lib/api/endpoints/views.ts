import { z } from "zod";
import { deleteView } from "../../views/delete-view";
import { listViews } from "../../views/list-views";
import { renameView } from "../../views/rename-view";
import { saveView } from "../../views/save-view";
import { DeleteViewInput, ListViewsInput, RenameViewInput, SaveViewInput, ShareViewInput } from "../../views/schemas";
import { shareView } from "../../views/share-view";
import { endpoint } from "../endpoint";
import { named } from "../shapes/parts";

const tag = "Saved views";
const action = "view.save";

const SavedView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    query: z.string().describe("The list's state as in its address, without the question mark."),
    shared: z.boolean(),
    mine: z.boolean(),
    by: z.string(),
  })
  .register(named, { id: "SavedView" });

export const viewEndpoints = [
  endpoint({
    method: "GET",
    path: "/views",
    id: "listViews",
    tag,
    summary: "List the views of a list that one may open",
    action,
    input: ListViewsInput,
    output: z.object({ data: z.array(SavedView) }),
    run: async (ctx, query) => ({ data: (await listViews(ctx, query)).views }),
  }),
  endpoint({
    method: "POST",
    path: "/views",
    id: "saveView",
    tag,
    summary: "Keep a list's state under a name",
    description: "The same name again replaces it.",
    action,
    input: SaveViewInput,
    output: z.object({ id: z.uuid() }),
    status: 201,
    run: (ctx, input) => saveView(ctx, input),
  }),
  endpoint({
    method: "PUT",
    path: "/views/{view}/name",
    id: "renameView",
    tag,
    summary: "Rename a view of one's own",
    action,
    input: RenameViewInput,
    output: null,
    run: (ctx, input) => renameView(ctx, input),
  }),
  endpoint({
    method: "PUT",
    path: "/views/{view}/shared",
    id: "shareView",
    tag,
    summary: "Share a view of one's own, or stop",
    action,
    input: ShareViewInput,
    output: null,
    run: (ctx, input) => shareView(ctx, input),
  }),
  endpoint({
    method: "DELETE",
    path: "/views/{view}",
    id: "deleteView",
    tag,
    summary: "Delete a view",
    description: "One's own; a shared one of somebody else by a manager.",
    action,
    input: DeleteViewInput,
    output: null,
    run: (ctx, input) => deleteView(ctx, input),
  }),
];
