import { z } from "zod";

/** Lists that have views; each is its page's path. */
export const viewLists = ["inventory", "workloads", "ownership", "residue", "exposure"] as const;
export type ViewList = (typeof viewLists)[number];

const name = z.string().trim().min(1, "Give the view a name.").max(80, "At most 80 characters.");

export const SaveViewInput = z.object({
  list: z.enum(viewLists),
  name,
  /** the list's state as in its address, without "?" */
  query: z
    .string()
    .max(4000, "This view has more filters than fit into an address.")
    .refine((text) => !text.startsWith("?") && !/[\s#]/.test(text), "This is not the state of a list."),
  shared: z.boolean().default(false),
});
export const RenameViewInput = z.object({ view: z.uuid(), name });
export const ShareViewInput = z.object({ view: z.uuid(), shared: z.boolean() });
export const DeleteViewInput = z.object({ view: z.uuid() });
export const ListViewsInput = z.object({ list: z.enum(viewLists) });
