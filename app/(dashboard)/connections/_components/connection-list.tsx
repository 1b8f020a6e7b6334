"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { LinkButton } from "@/components/ui/link-button";
import { EmptyState } from "@/components/ui/states";
import { Tabs } from "@/components/ui/tabs";
import { plural } from "@/lib/core/format";
import { fetchJson } from "../../_components/fetch-json";
import { ListProblem } from "../../_components/list-problem";
import { ConnectionCard } from "./connection-card";
import { ImportedList } from "./imported-list";
import { type Connection, isImport, isLive, isOwn, isStale } from "./views";

/** Every connection, live while one of them is being read. */
export function ConnectionList({ initial, maySync, mayAdd }: { initial: Connection[]; maySync: boolean; mayAdd: boolean }) {
  const staleOnly = useSearchParams().get("health") === "stale";
  const query = useQuery({
    queryKey: ["connections"],
    queryFn: ({ signal }) => fetchJson<{ connections: Connection[] }>("/api/connections", signal),
    initialData: { connections: initial },
    refetchInterval: ({ state }) => (state.data?.connections.some(({ latestRun }) => isLive(latestRun)) ? 1_500 : 5_000),
  });
  const connections = query.data.connections.filter((connection) => !isImport(connection) && !isOwn(connection));
  const own = query.data.connections.find(isOwn);
  const imported = query.data.connections.filter(isImport);
  const stale = connections.filter(isStale);
  const shown = staleOnly ? stale : connections;
  const current = staleOnly ? "/connections?health=stale" : "/connections";
  if (connections.length === 0)
    return (
      <div className="mt-4">
        <EmptyState
          title="Nothing is connected yet"
          action={
            mayAdd ? (
              <LinkButton href="/connections/new" variant="primary">
                Add a connection
              </LinkButton>
            ) : undefined
          }
        >
          A connection reads the tokens and accounts of one system with a credential that can only read. {mayAdd ? "" : "An administrator adds it."}
        </EmptyState>
        <ImportedList connections={imported} />
      </div>
    );
  return (
    <>
      <div className="mt-4 mb-3">
        <Tabs
          label="Connections by freshness"
          current={current}
          tabs={[
            { label: "All", href: "/connections", count: connections.length },
            { label: "Not fresh", href: "/connections?health=stale", count: stale.length },
          ]}
        />
      </div>
      {query.isError && <ListProblem error={query.error} onRetry={() => void query.refetch()} />}
      {shown.length === 0 ? (
        <EmptyState title="Every connection is fresh" action={<LinkButton href="/connections">All connections</LinkButton>} />
      ) : (
        <ul className="flex flex-col gap-2.5" aria-label="Connections">
          {shown.map((connection) => (
            <ConnectionCard key={connection.id} connection={connection} maySync={maySync} />
          ))}
        </ul>
      )}
      <ImportedList connections={imported} />
      {own && (
        <p className="mt-6 text-[13px] text-ink-2">
          This deployment’s own API tokens stand in the inventory too:{" "}
          <Link href={`/inventory?connection=${own.id}`} className="text-people underline underline-offset-2">
            {plural(own.counts.tokens, "token")}
          </Link>
          . They are made and revoked under{" "}
          <Link href="/api-tokens" className="text-people underline underline-offset-2">
            API tokens
          </Link>
          .
        </p>
      )}
    </>
  );
}
