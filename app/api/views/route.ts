import { defineRoute } from "@/lib/next/define-route";
import { listViews } from "@/lib/views/list-views";
import { ListViewsInput } from "@/lib/views/schemas";

/** The views of a list that one may open. */
export const GET = defineRoute({ input: ListViewsInput, authorize: () => ({ action: "view.save" }), run: listViews });
