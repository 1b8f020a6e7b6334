"use client";

import { useCallback } from "react";
import { type Column, DataTable } from "@/components/ui/data-table";
import { KeysetLoader } from "@/components/ui/keyset-loader";
import { MachineMark, PersonMark } from "@/components/ui/marks";
import { RelativeTime } from "@/components/ui/relative-time";
import { EmptyState } from "@/components/ui/states";
import { Unknown } from "@/components/ui/unknown";
import { type KeysetPage, useKeyset } from "@/components/ui/use-keyset";
import type { AuditFilter, AuditRow } from "@/lib/audit/queries";
import { useShownColumns } from "../../_components/use-shown-columns";

export const auditColumns: readonly (Column<AuditRow> & { from?: number })[] = [
  { id: "action", header: "What", width: "minmax(160px,1.2fr)", card: "title", cell: (row) => <span className="mono">{row.action}</span> },
  { id: "actor", header: "Who", width: "minmax(160px,1.3fr)", card: "line", cell: (row) => <Who row={row} /> },
  { id: "subject", header: "About", width: "minmax(200px,1.6fr)", cell: (row) => <Subject row={row} /> },
  { id: "role", header: "Written by", width: "100px", from: 1100, cell: (row) => row.dbRole },
  { id: "at", header: "When", width: "110px", numeric: true, card: "end", cell: (row) => <RelativeTime at={row.at} /> },
  { id: "index", header: "Sealed as", width: "110px", from: 1000, numeric: true, cell: (row) => (row.index === null ? <Unknown>not yet</Unknown> : row.index) },
];

/** The log, newest first; a row opens the whole entry. */
export function AuditList({ first, filter, filtered }: { first: KeysetPage<AuditRow>; filter: Omit<AuditFilter, "after">; filtered: boolean }) {
  const load = useCallback(
    async (after: string) => {
      const query = new URLSearchParams({ after });
      for (const [name, value] of Object.entries(filter)) if (value) query.set(name, value instanceof Date ? value.toISOString() : value);
      const response = await fetch(`/api/audit?${query}`);
      if (!response.ok) throw new Error(`${response.status}`);
      return (await response.json()) as KeysetPage<AuditRow>;
    },
    [filter],
  );
  const keyset = useKeyset(first, load);
  const shown = useShownColumns(auditColumns);
  if (keyset.rows.length === 0)
    return (
      <EmptyState title={filtered ? "No entry matches" : "Nothing has happened yet"}>
        {filtered ? "Take a filter away, or search for less." : "The first sign-in, sync or request will stand here."}
      </EmptyState>
    );
  return (
    <>
      <DataTable
        label="Audit log"
        rows={keyset.rows}
        columns={shown}
        rowId={(row) => row.id}
        rowHref={(row) => `/audit/${row.id}`}
        rowName={(row) => `entry ${row.id}`}
      />
      <KeysetLoader keyset={keyset} />
    </>
  );
}

function Who({ row }: { row: AuditRow }) {
  const machine = row.actor.startsWith("process:");
  return (
    <span className="flex min-w-0 items-center gap-2">
      {machine ? <MachineMark label="machine" className="size-2.5" /> : <PersonMark label="person" className="size-2.5" />}
      <span className="truncate">{row.actorName ?? row.actor.replace(/^(process|operator):/, machine ? "" : "operator ")}</span>
    </span>
  );
}

function Subject({ row }: { row: AuditRow }) {
  return (
    <>
      <span className="text-ink-3">{row.subjectType.replaceAll("_", " ")}</span> {row.subjectName ?? <span className="mono">{row.subjectId}</span>}
    </>
  );
}
