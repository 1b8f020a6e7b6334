"use client";

import Link from "next/link";
import { createContext, useContext, useEffect, useMemo, useState } from "react";
import { isCurrent, type PageLink } from "./pages";
import { useShownPath } from "./use-shown-path";

interface Leaf {
  leaf: string | null;
  setLeaf: (leaf: string | null) => void;
}
const LeafContext = createContext<Leaf>({ leaf: null, setLeaf: () => undefined });

/** Lets a page below say what the last part of the breadcrumb is called. */
export function BreadcrumbProvider({ children }: { children: React.ReactNode }) {
  const [leaf, setLeaf] = useState<string | null>(null);
  const value = useMemo(() => ({ leaf, setLeaf }), [leaf]);
  return <LeafContext value={value}>{children}</LeafContext>;
}

/** Names the thing a page is about in the header: "R-1042". Draws nothing where it stands. */
export function BreadcrumbLeaf({ children }: { children: string }) {
  const { setLeaf } = useContext(LeafContext);
  useEffect(() => {
    setLeaf(children);
    return () => setLeaf(null);
  }, [children, setLeaf]);
  return null;
}

/** Where one is: group › page › thing. */
export function Breadcrumb({ pages }: { pages: readonly PageLink[] }) {
  const path = useShownPath();
  const { leaf } = useContext(LeafContext);
  const page = pages.find(({ href }) => isCurrent(href, path));
  if (!page) return null;
  const below = leaf !== null && path !== page.href;
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1.5 text-[13px] whitespace-nowrap text-ink-2">
        <li className="max-sm:hidden">{page.group}</li>
        <li aria-hidden className="text-ink-3 max-sm:hidden">
          ›
        </li>
        <li>
          {below ? (
            <Link href={page.href} className="hover:text-ink hover:underline">
              {page.title}
            </Link>
          ) : (
            <span aria-current="page" className="text-ink">
              {page.title}
            </span>
          )}
        </li>
        {below && (
          <>
            <li aria-hidden className="text-ink-3">
              ›
            </li>
            <li aria-current="page" className="min-w-0 truncate text-ink">
              {leaf}
            </li>
          </>
        )}
      </ol>
    </nav>
  );
}
