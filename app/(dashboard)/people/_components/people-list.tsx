"use client";

import { useSearchParams } from "next/navigation";
import { type Column, DataTable } from "@/components/ui/data-table";
import { ExactTime } from "@/components/ui/exact-time";
import { KeysetLoader } from "@/components/ui/keyset-loader";
import { EmptyState } from "@/components/ui/states";
import { type KeysetPage, useKeyset } from "@/components/ui/use-keyset";
import { formatCount } from "@/lib/core/format";
import { roleTitles } from "@/lib/domain/roles";
import type { PersonRow } from "@/lib/people/queries";
import { useShownColumns } from "../../_components/use-shown-columns";
import { ApproverMark } from "./approver-mark";
import { StatusMark } from "./status-mark";

export const peopleColumns: readonly (Column<PersonRow> & { from?: number })[] = [
  { id: "name", header: "Person", width: "minmax(180px,1.5fr)", card: "title", cell: ({ displayName }) => displayName },
  { id: "status", header: "Status", width: "118px", card: "end", cell: ({ status }) => <StatusMark status={status} /> },
  {
    id: "left",
    header: "Since",
    width: "112px",
    from: 1130,
    cell: ({ statusAt, status }) => (statusAt && status !== "active" ? <ExactTime at={statusAt} className="text-ink-2" /> : ""),
  },
  {
    id: "place",
    header: "Department",
    width: "minmax(110px,1fr)",
    card: "line",
    cell: ({ department, title }) => <span className="text-ink-2">{[department, title].filter(Boolean).join(" · ") || "not given"}</span>,
  },
  {
    id: "roles",
    header: "Roles",
    width: "minmax(120px,1fr)",
    from: 980,
    cell: ({ roles }) =>
      roles
        .filter(({ counts }) => counts)
        .map(({ role }) => roleTitles[role])
        .join(", "),
  },
  { id: "keys", header: "Signing", width: "minmax(190px,1fr)", from: 1160, cell: (person) => <ApproverMark person={person} /> },
  {
    id: "findings",
    header: "Open findings",
    width: "104px",
    numeric: true,
    cell: ({ openFindings }) =>
      openFindings > 0 ? <span className="font-[550] text-critical">{formatCount(openFindings)}</span> : <span className="text-ink-3">0</span>,
  },
];

/** People by name; more are read on the way down. */
export function PeopleList({ first, total }: { first: KeysetPage<PersonRow>; total: number }) {
  const query = useSearchParams().toString();
  const shown = useShownColumns(peopleColumns);
  const keyset = useKeyset(first, async (after) => {
    const answer = await fetch(`/api/people?${new URLSearchParams([...new URLSearchParams(query), ["after", after]])}`);
    if (!answer.ok) throw new Error(String(answer.status));
    const page: KeysetPage<PersonRow> = await answer.json();
    return page;
  });
  if (keyset.rows.length === 0)
    return <EmptyState title="Nobody matches">Take a filter out, or search for part of a name, user name or e-mail address.</EmptyState>;
  return (
    <>
      <DataTable
        label="People"
        rows={keyset.rows}
        columns={shown}
        rowId={({ id }) => id}
        rowHref={({ id }) => `/people/${id}${query ? `?${query}` : ""}`}
        rowName={({ displayName }) => displayName}
        total={total}
      />
      <KeysetLoader keyset={keyset} />
      <p className="mt-2 text-[12.5px] text-ink-3">
        {formatCount(keyset.rows.length)} of {formatCount(total)} shown
      </p>
    </>
  );
}
