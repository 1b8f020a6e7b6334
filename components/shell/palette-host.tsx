"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ComponentType, useCallback, useEffect, useRef, useState } from "react";
import { announce } from "../ui/announce";
import { KeyHint } from "../ui/key-hint";
import { giveFocus } from "../ui/use-return-focus";
import type { KeyboardHelpProps } from "./keyboard-help";
import type { PageLink } from "./pages";
import type { PaletteProps } from "./palette";

type Overlay = "palette" | "help" | null;

/** The search button of the header, and the keys that work everywhere: ⌘K or Ctrl K, /, ?. The palette itself is loaded when first opened. */
export function PaletteHost({ pages }: { pages: readonly PageLink[] }) {
  const [open, setOpen] = useState<Overlay>(null);
  const [Palette, setPalette] = useState<ComponentType<PaletteProps> | null>(null);
  const [Help, setHelp] = useState<ComponentType<KeyboardHelpProps> | null>(null);
  const router = useRouter();
  const opener = useRef<Element | null>(null);
  const show = useCallback(async (which: Exclude<Overlay, null>) => {
    opener.current = document.activeElement;
    setOpen(which);
    try {
      if (which === "palette") {
        const { Palette: loaded } = await import("./palette");
        setPalette(() => loaded);
      } else {
        const { KeyboardHelp } = await import("./keyboard-help");
        setHelp(() => KeyboardHelp);
      }
    } catch {
      announce("This did not load. Check the connection and try again.");
    }
  }, []);

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        void show("palette");
      } else if (!event.metaKey && !event.ctrlKey && !event.altKey && !isTaken(event.target)) {
        if (event.key === "?") void show("help");
        else if (event.key === "/") focusSearch(event, () => void show("palette"));
      }
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [show]);

  const close = () => setOpen(null);
  // The palette's dialog is not ours to tell: once it is gone, the focus goes back here.
  const back = () => {
    close();
    setTimeout(() => giveFocus(opener.current));
  };
  return (
    <>
      <button
        type="button"
        onClick={() => void show("palette")}
        aria-label="Find a token, person or page"
        aria-keyshortcuts="Meta+K Control+K"
        className="inline-flex h-8 items-center gap-2 rounded-md border border-line-2 bg-panel px-2.5 text-[13px] text-ink-3 hover:border-edge lg:w-[260px]"
      >
        <Search aria-hidden size={14} />
        <span className="flex-1 truncate text-left max-lg:hidden">Find a token, person, page…</span>
        <span className="max-md:hidden">
          <KeyHint>⌘K</KeyHint>
        </span>
      </button>
      {open === "palette" && Palette && (
        <Palette
          pages={pages}
          onClose={back}
          onGo={(href) => {
            close();
            router.push(href);
          }}
        />
      )}
      {open === "help" && Help && <Help onClose={close} />}
    </>
  );
}

/** Whoever types means the letter; a dialog has its own keys, and what lies under it has none. */
function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest("[role=dialog]") !== null;
}

const searchBox = () => document.querySelector<HTMLInputElement>("input[data-search]");

/** The list's own search box where there is one, else the palette. */
function focusSearch(event: KeyboardEvent, otherwise: () => void): void {
  event.preventDefault();
  const box = searchBox();
  if (box) box.focus();
  else otherwise();
}
