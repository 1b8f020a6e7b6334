"use client";

import { Bookmark } from "lucide-react";
import { buttonStyle } from "@/components/ui/button-style";
import { LazyMenu } from "@/components/ui/lazy-menu";
import type { ListViews } from "./view-items";

const load = () => import("./view-items").then((file) => file.ViewItems);

/** The saved views of a list. */
export function ViewsButton(props: ListViews) {
  return (
    <LazyMenu
      load={load}
      props={props}
      trigger={
        <button type="button" className={buttonStyle("default", "sm")}>
          <Bookmark aria-hidden size={14} /> Views
        </button>
      }
    />
  );
}
