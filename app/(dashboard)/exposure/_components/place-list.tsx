"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { ExactTime } from "@/components/ui/exact-time";
import { Message } from "@/components/ui/message";
import { PathText } from "@/components/ui/path-text";
import { Unknown } from "@/components/ui/unknown";
import { formatCount } from "@/lib/core/format";
import { visible } from "@/lib/core/visible";
import { shortReference } from "@/lib/domain/exposures";
import { channelTitles } from "@/lib/domain/words";
import type { PlaceList as Page, Place } from "@/lib/exposure/list-places";
import { fetchJson } from "../../_components/fetch-json";

const inert = (text: string) => visible(text, { lines: true });

/** Where the secret stands, with what is around it. Everything here was written by somebody else and is shown as it is, without effect. */
export function PlaceList({ exposure, first, total }: { exposure: string; first: Page; total: number }) {
  const list = useInfiniteQuery({
    queryKey: ["exposure-places", exposure],
    queryFn: ({ pageParam, signal }) => fetchJson<Page>(`/api/exposures/${exposure}/places?cursor=${pageParam}`, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    initialData: { pages: [first], pageParams: [""] },
    staleTime: Number.POSITIVE_INFINITY,
  });
  const places = list.data.pages.flatMap((page) => page.rows);
  return (
    <>
      <ul className="divide-y divide-line text-[13px]">
        {places.map((place) => (
          <PlaceLine key={place.id} place={place} />
        ))}
      </ul>
      {list.isFetchNextPageError && (
        <Message tone="error" title="More places could not be read">
          {list.error?.message}
        </Message>
      )}
      {list.hasNextPage && (
        <Button size="sm" className="mt-2" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more of {formatCount(total)}
        </Button>
      )}
    </>
  );
}

function PlaceLine({ place }: { place: Place }) {
  const path = `${inert(place.path)}${place.line === null ? "" : `:${place.line}`}`;
  return (
    <li className="py-2.5 first:pt-0 last:pb-0">
      <p className="flex items-baseline justify-between gap-x-3">
        <span className="min-w-0 break-words">
          <span className="text-ink-2">{channelTitles[place.channel]}</span>{" "}
          <bdi className="mono text-[12.5px] font-[550]">
            <PathText path={path} />
          </bdi>
          {place.url && (
            <>
              {" "}
              <a
                href={place.url}
                target="_blank"
                rel="noopener noreferrer nofollow"
                className="whitespace-nowrap underline"
                aria-label={`Open ${path} at its source`}
              >
                open at its source
              </a>
            </>
          )}
        </span>
        <span className="flex-none text-[12px] text-ink-3">
          {place.at ? <ExactTime at={place.at} /> : <Unknown title="Its source does not say when">since unknown</Unknown>}
        </span>
      </p>
      <p className="text-[12px] break-words text-ink-3">
        {place.author ? <>by {inert(place.author)}</> : "author unknown"}
        {place.reference && (
          <>
            {" · "}
            <span className="mono" title={inert(place.reference)}>
              {inert(shortReference(place.reference))}
            </span>
          </>
        )}
        {" · in "}
        <a href={`/exposure/scans/${place.source.id}`} className="underline">
          {inert(place.source.name)}
        </a>
        {place.encoding && <> · written as {place.encoding}</>} · last seen there <ExactTime at={place.lastSeen} />
        {place.gone && (
          <>
            {" · "}
            <b className="font-[550] text-ink-2">
              no longer there since <ExactTime at={place.gone} />
            </b>
          </>
        )}
      </p>
      {place.context && (
        <pre className="mono mt-1 overflow-x-auto rounded-sm border border-line bg-sunken px-2 py-1 text-[12px] whitespace-pre-wrap break-all">
          {visible(place.context)}
        </pre>
      )}
    </li>
  );
}
