"use client";

import { useSearchParams } from "next/navigation";
import { Badge } from "@/components/ui/badge";
import { type Column, DataTable } from "@/components/ui/data-table";
import { KeysetLoader } from "@/components/ui/keyset-loader";
import { RelativeTime } from "@/components/ui/relative-time";
import { Severity } from "@/components/ui/severity";
import { EmptyState } from "@/components/ui/states";
import { Unknown } from "@/components/ui/unknown";
import { type KeysetPage, useKeyset } from "@/components/ui/use-keyset";
import type { AccountRow } from "@/lib/accounts/list-accounts";
import { formatCount } from "@/lib/core/format";
import { ruleTitles } from "@/lib/domain/words";
import { useShownColumns } from "../../_components/use-shown-columns";
import { AccountStatus } from "./account-status";

const columns: readonly (Column<AccountRow> & { from?: number })[] = [
  { id: "name", header: "Account", width: "minmax(170px,1.4fr)", card: "title", cell: ({ name }) => name },
  {
    id: "connection",
    header: "Connection",
    width: "minmax(110px,1fr)",
    card: "line",
    cell: ({ connection }) => <span className="text-ink-2">{connection.name}</span>,
  },
  { id: "kind", header: "Kind", width: "92px", from: 900, cell: ({ kind }) => (kind === "unknown" ? <Unknown>unknown</Unknown> : kind) },
  {
    id: "person",
    header: "Person",
    width: "minmax(130px,1fr)",
    card: "end",
    cell: ({ person }) =>
      person ? (
        <>
          {person.name} {person.status !== "active" && <Badge tone="critical">{person.status === "departed" ? "left" : person.status}</Badge>}
        </>
      ) : (
        <span className="text-ink-3">nobody</span>
      ),
  },
  { id: "status", header: "Status", width: "110px", from: 1040, cell: (row) => <AccountStatus row={row} /> },
  {
    id: "used",
    header: "Last used",
    width: "116px",
    from: 1160,
    cell: ({ lastUsed }) => (lastUsed ? <RelativeTime at={lastUsed} /> : <Unknown>unknown</Unknown>),
  },
  {
    id: "finding",
    header: "Open finding",
    width: "minmax(190px,1.2fr)",
    cell: ({ finding }) =>
      finding && (
        <span className="flex items-center gap-2">
          <Severity level={finding.severity} /> <span className="truncate">{ruleTitles[finding.rule] ?? finding.rule}</span>
        </span>
      ),
  },
];

/** Accounts that nobody is linked to, then the others, by name; more are read on the way down. */
export function AccountList({ first, total }: { first: KeysetPage<AccountRow>; total: number }) {
  const query = useSearchParams().toString();
  const shown = useShownColumns(columns);
  const keyset = useKeyset(first, async (after) => {
    const answer = await fetch(`/api/accounts?${new URLSearchParams([...new URLSearchParams(query), ["cursor", after]])}`);
    if (!answer.ok) throw new Error(String(answer.status));
    const page: KeysetPage<AccountRow> = await answer.json();
    return page;
  });
  if (keyset.rows.length === 0)
    return <EmptyState title="No account matches">Take a filter out, or search for part of a name, user name or e-mail address.</EmptyState>;
  return (
    <>
      <DataTable
        label="Accounts"
        rows={keyset.rows}
        columns={shown}
        rowId={({ id }) => id}
        rowHref={({ id }) => `/accounts/${id}${query ? `?${query}` : ""}`}
        rowName={({ name }) => name}
        total={total}
      />
      <KeysetLoader keyset={keyset} />
      <p className="mt-2 text-[12.5px] text-ink-3">
        {formatCount(keyset.rows.length)} of {formatCount(total)} shown
      </p>
    </>
  );
}
