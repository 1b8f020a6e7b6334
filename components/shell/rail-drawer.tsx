"use client";

import { Menu as MenuIcon, X } from "lucide-react";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { buttonStyle } from "../ui/button-style";
import { Logo } from "./logo";
import type { PageLink } from "./pages";
import { Rail } from "./rail";

/** The rail on a narrow window: the browser's own modal dialog keeps focus inside and closes on Esc. */
export function RailDrawer({ pages }: { pages: readonly PageLink[] }) {
  const drawer = useRef<HTMLDialogElement>(null);
  const path = usePathname();
  const shownAt = useRef(path);
  useEffect(() => {
    // Going to a page closes the drawer.
    if (shownAt.current !== path) drawer.current?.close();
    shownAt.current = path;
  }, [path]);
  return (
    <>
      <button type="button" aria-label="Pages" onClick={() => drawer.current?.showModal()} className={buttonStyle("quiet", "icon", "-ml-2 md:hidden")}>
        <MenuIcon aria-hidden size={18} />
      </button>
      <dialog
        ref={drawer}
        aria-label="Pages"
        closedby="any"
        className="fixed inset-y-0 left-0 m-0 h-dvh max-h-none w-[264px] max-w-[85vw] border-r border-line-2 bg-sunken p-3 text-ink shadow-overlay backdrop:bg-scrim"
      >
        <div className="flex items-center justify-between pl-2">
          <Logo />
          <button type="button" aria-label="Close" onClick={() => drawer.current?.close()} className={buttonStyle("quiet", "icon")}>
            <X aria-hidden size={16} />
          </button>
        </div>
        <Rail pages={pages} />
      </dialog>
    </>
  );
}
