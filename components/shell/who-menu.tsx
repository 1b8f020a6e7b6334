"use client";

import { initials } from "@/lib/core/format";
import { LazyMenu } from "../ui/lazy-menu";

export interface WhoMenuProps {
  id: string;
  name: string;
  /** in words */
  roles: readonly string[];
  signOut: (everywhere: boolean) => Promise<void>;
}

const load = () => import("./who-menu-items").then((file) => file.WhoMenuItems);

/** Who is signed in, as what, and the way out. */
export function WhoMenu(props: WhoMenuProps) {
  return (
    <LazyMenu
      load={load}
      props={props}
      trigger={
        <button
          type="button"
          aria-label={`Signed in as ${props.name}`}
          className="inline-flex size-7 flex-none items-center justify-center rounded-full bg-people-soft text-[11px] font-[600] text-people hover:ring-1 hover:ring-people"
        >
          {initials(props.name)}
        </button>
      }
    />
  );
}
