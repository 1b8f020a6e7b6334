"use client";

import { Search } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { KeyHint } from "./key-hint";
import { useQueryChange } from "./use-query-state";

const settleMilliseconds = 250;

/** Searches the list on the page; the words stand in the address as `q`. The key / leads here. */
export function SearchBox({ label, placeholder = label }: { label: string; placeholder?: string }) {
  const [change, pending] = useQueryChange();
  const current = useSearchParams().get("q") ?? "";
  const [text, setText] = useState(current);
  const settle = useRef<ReturnType<typeof setTimeout>>(undefined);
  const box = useRef<HTMLInputElement>(null);
  // While someone types, an address that arrives late must not take letters back.
  useEffect(() => {
    if (document.activeElement !== box.current) setText(current);
  }, [current]);
  useEffect(() => () => clearTimeout(settle.current), []);
  function type(value: string) {
    setText(value);
    clearTimeout(settle.current);
    settle.current = setTimeout(() => change({ q: value.trim() }), settleMilliseconds);
  }
  return (
    <search className="max-md:w-full">
      <form
        className="relative"
        onSubmit={(event) => {
          event.preventDefault();
          clearTimeout(settle.current);
          change({ q: text.trim() });
        }}
      >
        <Search aria-hidden size={14} className="absolute top-[7px] left-2 text-ink-3" />
        <input
          ref={box}
          type="search"
          name="q"
          data-search
          aria-label={label}
          aria-keyshortcuts="/"
          aria-busy={pending}
          placeholder={placeholder}
          value={text}
          onChange={(event) => type(event.target.value)}
          className="h-7 w-[240px] max-w-full rounded-md border border-edge bg-panel pr-7 pl-7 max-md:w-full text-[13px]"
        />
        {!text && (
          <span className="pointer-events-none absolute top-[4px] right-2 max-md:hidden">
            <KeyHint>/</KeyHint>
          </span>
        )}
      </form>
    </search>
  );
}
