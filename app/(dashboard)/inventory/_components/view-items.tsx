"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import type { MenuPart } from "@/components/ui/lazy-menu";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/menu";
import type { SavedView } from "@/lib/views/list-views";
import { fetchJson } from "../../_components/fetch-json";
import { listAddress } from "../../_components/list-address";
import { viewNames } from "./filter-names";

const SaveViewDialog = dynamic(() => import("./view-dialogs").then((file) => file.SaveViewDialog));
const ViewsDialog = dynamic(() => import("./view-dialogs").then((file) => file.ViewsDialog));

/** Opens a saved view, saves the list as one, or leads to where they are renamed, shared and deleted. */
export function ViewItems(menu: MenuPart<object>) {
  const router = useRouter();
  const query = listAddress(useSearchParams(), viewNames);
  const [asked, setAsked] = useState<"save" | "manage" | null>(null);
  const views = useQuery({
    queryKey: ["views", "inventory"],
    queryFn: ({ signal }) => fetchJson<{ views: SavedView[] }>("/api/views?list=inventory", signal),
  });
  const all = views.data?.views ?? [];
  const groups = [
    { title: "Mine", of: all.filter(({ mine }) => mine) },
    { title: "Shared by others", of: all.filter(({ mine }) => !mine) },
  ].filter(({ of }) => of.length > 0);
  const close = () => setAsked(null);
  return (
    <>
      <Menu {...menu}>
        {views.isPending && <MenuLabel>Reading views…</MenuLabel>}
        {views.isError && <MenuLabel>{views.error.message}</MenuLabel>}
        {views.data && all.length === 0 && <MenuLabel>No view is saved yet</MenuLabel>}
        {groups.map(({ title, of }) => (
          <div key={title}>
            <MenuLabel>{title}</MenuLabel>
            {of.map((view) => (
              <MenuItem key={view.id} onSelect={() => router.push(`/inventory?${view.query}`, { scroll: false })}>
                <span aria-hidden className="w-3">
                  {view.query === query ? "✓" : ""}
                </span>
                <span className="max-w-[240px] truncate">{view.name}</span>
                <span className="ml-auto pl-3 text-[12px] text-ink-3">{view.mine ? view.shared && "shared" : view.by}</span>
              </MenuItem>
            ))}
          </div>
        ))}
        <MenuSeparator />
        <MenuItem onSelect={() => setAsked("save")}>Save this view…</MenuItem>
        {all.length > 0 && <MenuItem onSelect={() => setAsked("manage")}>Share, rename or delete…</MenuItem>}
      </Menu>
      {asked === "save" && <SaveViewDialog query={query} onClose={close} />}
      {asked === "manage" && <ViewsDialog views={all} onClose={close} />}
    </>
  );
}
