import type { Column } from "@/components/ui/data-table";
import { RelativeTime } from "@/components/ui/relative-time";
import { Severity } from "@/components/ui/severity";
import type { RequestRow } from "@/lib/requests/list-requests";
import { RequestStanding } from "./request-standing";

/** What is asked for: "billing-sync", "a, b and 3 more". */
export function namesOf({ names, machine }: Pick<RequestRow, "names" | "machine">): string {
  const more = machine.targets - names.length;
  if (more > 0) return `${names.join(", ")} and ${more} more`;
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : (names[0] ?? "");
}

export const columns: readonly (Column<RequestRow> & { from?: number })[] = [
  {
    id: "what",
    header: "Request",
    width: "minmax(180px, 2fr)",
    card: "title",
    cell: (row) => (
      <>
        <span className="mono mr-2 font-normal text-ink-3">R-{row.number}</span>
        {namesOf(row)}
      </>
    ),
  },
  { id: "standing", header: "Where it stands", width: "minmax(155px, 1.2fr)", card: "line", cell: (row) => <RequestStanding row={row} /> },
  {
    id: "weight",
    header: "Weight",
    width: "96px",
    from: 1024,
    cell: (row) => (row.critical ? <Severity level="critical" /> : <span className="text-ink-3">standard</span>),
  },
  { id: "connection", header: "Connection", width: "minmax(110px, 1fr)", from: 900, cell: (row) => row.connection.name },
  { id: "requester", header: "Requested by", width: "minmax(120px, 1fr)", from: 1100, cell: (row) => row.requester.name },
  { id: "filed", header: "Filed", width: "96px", numeric: true, card: "end", cell: (row) => <RelativeTime at={row.createdAt} /> },
];
