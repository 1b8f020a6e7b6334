"use client";

import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { useCallback } from "react";
import { KeysetLoader } from "@/components/ui/keyset-loader";

/** Loads the next page of a list as its end comes near. A list that is being read again is let finish: asking for the next page would break that off, and what changed would not be shown. */
export function MoreRows<Page>({ list }: { list: UseInfiniteQueryResult<InfiniteData<Page>> }) {
  const { hasNextPage, isFetching, isFetchingNextPage, isFetchNextPageError, error, fetchNextPage } = list;
  const more = useCallback(async () => void (isFetching || (await fetchNextPage())), [isFetching, fetchNextPage]);
  return (
    <KeysetLoader
      pages={list.data?.pages.length}
      keyset={{ hasMore: hasNextPage, loading: isFetchingNextPage, error: isFetchNextPageError ? error.message : null, more }}
    />
  );
}
