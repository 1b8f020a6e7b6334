"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/link-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { EmptyState } from "@/components/ui/states";
import { Table, Td, Th } from "@/components/ui/table";
import { formatCount } from "@/lib/core/format";
import { kindTitles } from "@/lib/imports/kinds";
import { fetchJson } from "../../_components/fetch-json";
import { ListProblem } from "../../_components/list-problem";
import { type Import, isUnderWay, statusWords } from "./views";

/** The newest imports, live while one is under way. */
export function ImportList({ initial, mayImport }: { initial: Import[]; mayImport: boolean }) {
  const query = useQuery({
    queryKey: ["imports"],
    queryFn: ({ signal }) => fetchJson<{ imports: Import[] }>("/api/imports", signal),
    initialData: { imports: initial },
    refetchInterval: ({ state }) => (state.data?.imports.some(isUnderWay) ? 1_500 : 10_000),
  });
  const { imports } = query.data;
  if (imports.length === 0)
    return (
      <div className="mt-4">
        <EmptyState
          title="Nothing was imported yet"
          action={
            mayImport ? (
              <LinkButton href="/imports/new" variant="primary">
                Import a file
              </LinkButton>
            ) : undefined
          }
        >
          A listing of tokens, people, teams, workloads or owners, as CSV, JSON or NDJSON.{" "}
          {mayImport ? "" : "A security manager or an administrator brings it in."}
        </EmptyState>
      </div>
    );
  return (
    <div className="mt-4">
      {query.isError && <ListProblem error={query.error} onRetry={() => void query.refetch()} />}
      <Table label="Imports, newest first">
        <thead>
          <tr>
            <Th>Listing</Th>
            <Th>Kind</Th>
            <Th>Ended</Th>
            <Th numeric>Read</Th>
            <Th numeric>New</Th>
            <Th numeric>Changed</Th>
            <Th numeric>Unchanged</Th>
            <Th numeric>Rejected</Th>
            <Th>When</Th>
            <Th>By</Th>
          </tr>
        </thead>
        <tbody>
          {imports.map((one) => (
            <tr key={one.id}>
              <Td className="max-w-[320px] truncate font-[520]">
                <Link href={`/imports/${one.id}`} className="hover:underline">
                  <bdi>{one.source}</bdi>
                </Link>
              </Td>
              <Td className="whitespace-nowrap">{kindTitles[one.kind]}</Td>
              <Td>
                <Badge tone={statusWords[one.status].tone}>{statusWords[one.status].words}</Badge>
              </Td>
              <Td numeric>{formatCount(one.read)}</Td>
              <Td numeric>{formatCount(one.created)}</Td>
              <Td numeric>{formatCount(one.changed)}</Td>
              <Td numeric>{formatCount(one.unchanged)}</Td>
              <Td numeric className={one.rejected > 0 ? "text-high" : undefined}>
                {formatCount(one.rejected)}
              </Td>
              <Td className="whitespace-nowrap">
                <RelativeTime at={one.startedAt ?? one.queuedAt} />
              </Td>
              <Td className="whitespace-nowrap text-ink-2">{one.startedBy}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
