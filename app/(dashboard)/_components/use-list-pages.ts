"use client";

import { keepPreviousData, type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { fetchJson } from "./fetch-json";
import { type FirstPage, initialPages } from "./list-address";

/** The page that comes after the rows of each list, as it was asked for ahead: whoever scrolls to their end does not wait for the server. */
const ahead = new Map<string, Promise<unknown>>();

interface ListPages<Page> {
  queryKey: QueryKey;
  /** the route with the list's query; a page's place is put behind it */
  path: string;
  /** what the server has read already, and the query for which that counts */
  first?: { of: FirstPage<Page> | null; address: string };
  /** how often the list looks again, or by its first page whether; with n pages on screen all are read again, so n times as seldom */
  refetchMilliseconds?: number | ((first: Page | undefined) => number | false);
}

/** A list's rows, page after page; what is shown stays until another filter's rows are there. */
export function useListPages<Page extends { next: string | null }>({ queryKey, path, first, refetchMilliseconds }: ListPages<Page>) {
  const address = (place: string) => (place ? `${path}&cursor=${place}` : path);
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => pageAt<Page>(address(pageParam), signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    initialData: first && initialPages(first.of, first.address),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => {
      const every = typeof refetchMilliseconds === "function" ? refetchMilliseconds(data?.pages[0]) : refetchMilliseconds;
      return every ? every * Math.max(1, data?.pages.length ?? 1) : false;
    },
  });
  const next = list.isPlaceholderData ? null : list.data?.pages.at(-1)?.next;
  const following = next ? address(next) : null;
  // A list that looks again by itself soon puts right what was asked for too early; another is read again because something changed.
  const readAt = typeof refetchMilliseconds === "number" ? 0 : list.dataUpdatedAt;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page that was asked for before the list was read again may be out of date
  useEffect(() => {
    if (!following) return;
    const page = fetchJson<Page>(following);
    // told to whoever asks for it
    page.catch(() => undefined);
    ahead.set(following, page);
    return () => void ahead.delete(following);
  }, [following, readAt]);
  return list;
}

async function pageAt<Page>(address: string, signal: AbortSignal): Promise<Page> {
  const early = ahead.get(address) as Promise<Page> | undefined;
  ahead.delete(address);
  return early ? early.catch(() => fetchJson<Page>(address, signal)) : fetchJson<Page>(address, signal);
}
