"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import type { MenuPart } from "@/components/ui/lazy-menu";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/menu";
import type { SavedView } from "@/lib/views/list-views";
import type { ViewList } from "@/lib/views/schemas";
import { fetchJson } from "../fetch-json";
import { listAddress } from "../list-address";

const SaveViewDialog = dynamic(() => import("./view-dialogs").then((file) => file.SaveViewDialog), { loading: () => null });
const ViewsDialog = dynamic(() => import("./view-dialogs").then((file) => file.ViewsDialog), { loading: () => null });

/** Which list has the views, which is its page's path too, and the parameters of its address that one keeps. */
export interface ListViews {
  list: ViewList;
  names: readonly string[];
}

/** Opens a saved view, saves the list as one, or leads to where they are renamed, shared and deleted. */
export function ViewItems({ list, names, ...menu }: MenuPart<ListViews>) {
  const router = useRouter();
  const query = listAddress(useSearchParams(), names);
  const [asked, setAsked] = useState<"save" | "manage" | null>(null);
  const views = useQuery({
    queryKey: ["views", list],
    queryFn: ({ signal }) => fetchJson<{ views: SavedView[] }>(`/api/views?list=${list}`, signal),
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
              <MenuItem key={view.id} onSelect={() => router.push(`/${list}?${view.query}`, { scroll: false })}>
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
      {asked === "save" && <SaveViewDialog list={list} query={query} onClose={close} />}
      {asked === "manage" && <ViewsDialog list={list} views={all} onClose={close} />}
    </>
  );
}
