"use server";

import { defineAction } from "@/lib/next/define-action";
import { deleteView } from "@/lib/views/delete-view";
import { renameView } from "@/lib/views/rename-view";
import { saveView } from "@/lib/views/save-view";
import { DeleteViewInput, RenameViewInput, SaveViewInput, ShareViewInput } from "@/lib/views/schemas";
import { shareView } from "@/lib/views/share-view";

const on = (id: string) => ({ type: "saved_view", id }) as const;

export const saveViewAction = defineAction({ input: SaveViewInput, authorize: () => ({ action: "view.save" }), run: saveView });
export const renameViewAction = defineAction({
  input: RenameViewInput,
  authorize: ({ view }) => ({ action: "view.save", resource: on(view) }),
  run: renameView,
});
export const shareViewAction = defineAction({
  input: ShareViewInput,
  authorize: ({ view }) => ({ action: "view.save", resource: on(view) }),
  run: shareView,
});
export const deleteViewAction = defineAction({
  input: DeleteViewInput,
  authorize: ({ view }) => ({ action: "view.save", resource: on(view) }),
  run: deleteView,
});
