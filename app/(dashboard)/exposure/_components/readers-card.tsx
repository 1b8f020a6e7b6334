"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ExactTime } from "@/components/ui/exact-time";
import { Message } from "@/components/ui/message";
import { Unknown } from "@/components/ui/unknown";
import { formatCount, plural } from "@/lib/core/format";
import { visible } from "@/lib/core/visible";
import type { Reader, Readers } from "@/lib/exposure/readers";
import { fetchJson } from "../../_components/fetch-json";
import { SilentSources } from "../../_components/silent-sources";

const basisWords: Record<Reader["basis"], string> = {
  member: "member there",
  workspace: "in the workspace, and the channel is public",
  committed: "committed to the repository",
};
const shown = 8;
const inert = (text: string) => visible(text, { lines: true });

/** Who could read the secret where it stands, by what its sources tell; and which do not. */
export function ReadersCard({ exposure }: { exposure: string }) {
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ["exposure-readers", exposure],
    queryFn: ({ signal }) => fetchJson<Readers>(`/api/exposures/${exposure}/readers`, signal),
    staleTime: 60_000,
  });
  return (
    <Card title="Who could read it" aside={data && data.known > 0 ? plural(data.known, "person", "people") : undefined}>
      {data ? (
        <Answer readers={data} />
      ) : error ? (
        <Message tone="error" title="Who could read it could not be looked up">
          {error.message}{" "}
          <Button size="sm" busy={isFetching} onClick={() => void refetch()}>
            Try again
          </Button>
        </Message>
      ) : (
        <p className="text-[13px] text-ink-3">Looking it up…</p>
      )}
    </Card>
  );
}

function Answer({ readers }: { readers: Readers }) {
  const { places, anybody, people, known, departed, strangers, unnamed, silent } = readers;
  const [all, setAll] = useState(false);
  if (places.told === 0)
    return (
      <div className="flex flex-col gap-1 text-[13px]">
        <p>
          <Unknown>Not known: {silent.length === 1 ? "its source does" : "its sources do"} not tell who could read it.</Unknown>
        </p>
        <SilentSources sources={silent} />
      </div>
    );
  return (
    <div className="flex flex-col gap-2 text-[13px]">
      {anybody && (
        <p>
          <b className="font-[550]">Anybody</b>, at {plural(anybody.places, "public place")}
          {anybody.since ? (
            <>
              , since <ExactTime at={anybody.since} />
            </>
          ) : (
            <>
              , <Unknown>since when is unknown</Unknown>
            </>
          )}
          .
        </p>
      )}
      {known > 0 && (
        <p className="text-ink-2">
          {plural(known, "person", "people")} of the directory
          {departed > 0 && `, of whom ${formatCount(departed)} ${departed === 1 ? "has" : "have"} left since it was visible`}.
        </p>
      )}
      {people.length > 0 && (
        <ul className="divide-y divide-line">
          {people.slice(0, all ? undefined : shown).map((reader) => (
            <ReaderLine key={reader.id} reader={reader} />
          ))}
        </ul>
      )}
      {people.length > shown && !all && (
        <Button size="sm" className="self-start" onClick={() => setAll(true)}>
          Show {people.length < known ? formatCount(people.length) : "all"} of {formatCount(known)}
        </Button>
      )}
      {all && known > people.length && <p className="text-ink-3">and {formatCount(known - people.length)} more</p>}
      {strangers.total > 0 && (
        <p className="break-words">
          {plural(strangers.total, "name")} that nobody of the directory has:{" "}
          <span className="text-ink-2">{strangers.names.slice(0, shown).map(inert).join(", ")}</span>
          {strangers.total > shown && ` and ${formatCount(strangers.total - shown)} more`}
        </p>
      )}
      {unnamed > 0 && <p>At least {plural(unnamed, "reader")} whom a source does not name.</p>}
      {!anybody && known === 0 && strangers.total === 0 && unnamed === 0 && <p>Nobody, as far as its sources tell.</p>}
      {places.told < places.total && (
        <div className="flex flex-col gap-1">
          <p className="text-[12.5px]">
            <Unknown>
              Not known of {formatCount(places.total - places.told)} of {plural(places.total, "place")}
            </Unknown>
          </p>
          <SilentSources sources={silent} />
        </div>
      )}
      <p className="text-[12.5px] text-ink-3">Whoever could read it once stays listed: what was read can’t be unread.</p>
    </div>
  );
}

function ReaderLine({ reader: { id, name, status, leftAt, basis, since } }: { reader: Reader }) {
  return (
    <li className="py-1.5 first:pt-0 last:pb-0">
      <p className="flex flex-wrap items-center gap-x-2">
        <Link href={`/people/${id}`} className="font-[520] underline decoration-line-2 underline-offset-2 hover:decoration-ink-3">
          {inert(name)}
        </Link>
        {status === "departed" && (
          <Badge tone="high">
            {leftAt ? (
              <>
                left <ExactTime at={leftAt} />
              </>
            ) : (
              "left"
            )}
          </Badge>
        )}
        {status === "suspended" && <Badge>suspended</Badge>}
      </p>
      <p className="text-[12px] text-ink-3">
        {basisWords[basis]}; visible there{" "}
        {since ? (
          <>
            since <ExactTime at={since} />
          </>
        ) : (
          <Unknown>since unknown</Unknown>
        )}
      </p>
    </li>
  );
}
