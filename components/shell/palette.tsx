"use client";

import { Command } from "cmdk";
import { useEffect, useState } from "react";
import type { PageLink } from "./pages";

export interface PaletteHit {
  kind: "token" | "person" | "request";
  id: string;
  title: string;
  note: string;
  href: string;
}

export interface PaletteProps {
  pages: readonly PageLink[];
  onClose: () => void;
  onGo: (href: string) => void;
}

const headings: Record<PaletteHit["kind"], string> = { token: "Tokens", person: "People", request: "Requests" };
const settleMilliseconds = 150;
const item =
  "flex cursor-pointer items-baseline justify-between gap-3 rounded-sm px-2 py-1.5 text-[13.5px] data-[selected=true]:bg-people-soft data-[selected=true]:text-ink";
const group =
  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-3";

/** Jump to a page, token, person or request by name. */
export function Palette({ pages, onClose, onGo }: PaletteProps) {
  const [words, setWords] = useState("");
  const { hits, state } = useHits(words);
  const wanted = words.trim().toLowerCase();
  const matching = pages.filter((page) => page.title.toLowerCase().includes(wanted));
  const kinds = (["token", "person", "request"] as const).filter((kind) => hits.some((hit) => hit.kind === kind));
  return (
    <Command.Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      label="Find"
      shouldFilter={false}
      overlayClassName="fixed inset-0 z-40 bg-scrim"
      contentClassName="fixed top-[12vh] left-1/2 z-50 w-[min(580px,calc(100vw-24px))] -translate-x-1/2 overflow-hidden rounded-md border border-line-2 bg-panel shadow-overlay"
    >
      <Command.Input
        value={words}
        onValueChange={setWords}
        placeholder="Find a token, person, request or page"
        className="h-11 w-full border-b border-line bg-panel px-4 text-[14px] outline-none"
      />
      <Command.List className="max-h-[min(420px,60dvh)] overflow-y-auto p-1.5">
        {matching.length > 0 && (
          <Command.Group heading="Pages" className={group}>
            {matching.map((page) => (
              <Command.Item key={page.href} value={page.href} onSelect={() => onGo(page.href)} className={item}>
                {page.title}
                <span className="text-[12px] text-ink-3">{page.group}</span>
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {kinds.map((kind) => (
          <Command.Group key={kind} heading={headings[kind]} className={group}>
            {hits
              .filter((hit) => hit.kind === kind)
              .map((hit) => (
                <Command.Item key={hit.href} value={hit.href} onSelect={() => onGo(hit.href)} className={item}>
                  <span className="min-w-0 truncate">{hit.title}</span>
                  <span className="max-w-[45%] flex-none truncate text-[12px] text-ink-3">{hit.note}</span>
                </Command.Item>
              ))}
          </Command.Group>
        ))}
        <p role="status" className="px-2 py-2 text-[12.5px] text-ink-3 empty:hidden">
          {state === "failed" && "The search did not answer. Pages can still be opened; try again for the rest."}
          {state === "done" && wanted && hits.length === 0 && `No token, person or request matches “${words.trim()}”.`}
          {state === "asking" && "Searching…"}
        </p>
      </Command.List>
    </Command.Dialog>
  );
}

type State = "idle" | "asking" | "done" | "failed";

/** Asks /api/search once typing settles; an answer to older words is dropped. */
function useHits(words: string): { hits: PaletteHit[]; state: State } {
  const [found, setFound] = useState<{ hits: PaletteHit[]; state: State }>({ hits: [], state: "idle" });
  useEffect(() => {
    const wanted = words.trim();
    if (wanted.length < 2) {
      setFound({ hits: [], state: "idle" });
      return;
    }
    const stop = new AbortController();
    setFound((known) => ({ ...known, state: "asking" }));
    const settle = setTimeout(async () => {
      try {
        const answer = await fetch(`/api/search?q=${encodeURIComponent(wanted)}`, { signal: stop.signal });
        if (!answer.ok) throw new Error(String(answer.status));
        const { hits }: { hits: PaletteHit[] } = await answer.json();
        setFound({ hits, state: "done" });
      } catch {
        if (!stop.signal.aborted) setFound({ hits: [], state: "failed" });
      }
    }, settleMilliseconds);
    return () => {
      stop.abort();
      clearTimeout(settle);
    };
  }, [words]);
  return found;
}
