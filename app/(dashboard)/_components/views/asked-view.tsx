import { redirect } from "next/navigation";
import { Message } from "@/components/ui/message";
import type { Context } from "@/lib/core/context";
import { openView } from "@/lib/views/open-view";
import type { ViewList } from "@/lib/views/schemas";
import type { SearchParams } from "../list-address";

/** Goes to the list as the view that `?view=` asks for keeps it. Returns what to say where that view can't be opened; null where none is asked for. */
export async function askedView(ctx: Context, list: ViewList, searchParams: SearchParams): Promise<React.ReactNode> {
  const { view: asked } = await searchParams;
  if (!asked) return null;
  const view = typeof asked === "string" ? await openView(ctx, list, asked) : null;
  if (view) redirect(`/${list}?${view.query}`);
  return (
    <div className="mt-3">
      <Message tone="info" title="This view can’t be opened">
        It was deleted, or whose it is does not share it any more. Everything is listed instead.
      </Message>
    </div>
  );
}
