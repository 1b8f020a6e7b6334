import { Badge } from "@/components/ui/badge";
import type { Column } from "@/components/ui/data-table";
import { RelativeTime } from "@/components/ui/relative-time";
import type { MyRow } from "@/lib/attestations/my-row";
import type { Proposal } from "@/lib/ownership/list-proposals";
import { Expiry, When } from "../../_components/token-words";

type MyColumn = Column<MyRow> & { from?: number };

export const myColumns: readonly MyColumn[] = [
  {
    id: "token",
    header: "Token",
    width: "minmax(170px, 1.5fr)",
    card: "title",
    opens: true,
    cell: (row) => (
      <>
        {row.name} {row.hint && <span className="mono font-normal text-ink-3">{row.hint}</span>}{" "}
        {row.as === "backup" && <Badge title={`${row.owner.name} owns it`}>backup</Badge>}
      </>
    ),
  },
  {
    id: "purpose",
    header: "Purpose",
    width: "minmax(140px, 1.6fr)",
    card: "line",
    cell: (row) => row.purpose ?? <span className="text-ink-3">say what it is for</span>,
  },
  {
    id: "workload",
    header: "Workload",
    width: "minmax(120px, 1fr)",
    from: 860,
    cell: ({ workloads }) => workloads.map(({ name }) => name).join(", ") || <span className="text-ink-3">say what uses it</span>,
  },
  { id: "expiry", header: "Expires", width: "104px", numeric: true, cell: ({ expiry }) => <Expiry expiry={expiryOf(expiry)} /> },
  {
    id: "used",
    header: "Last used",
    width: "104px",
    numeric: true,
    from: 1100,
    cell: (row) => <When fact={row.lastUsed} unknown="No source says when it was last used" />,
  },
  { id: "connection", header: "Connection", width: "minmax(110px, 0.8fr)", from: 1300, cell: (row) => row.connection.name },
  { id: "due", header: "Due", width: "120px", numeric: true, card: "end", cell: (row) => <Due row={row} /> },
];

export const expiryOf = ({ kind, at }: MyRow["expiry"]) =>
  kind === "at" && at ? { kind, at, source: null } : kind === "never" ? { kind, source: null } : { kind: "unknown" as const };

/** When the answer is due, or what is under way. */
function Due({ row }: { row: MyRow }) {
  if (row.offered) return <span className="text-ink-2">offered to {row.offered.to}</span>;
  if (row.last?.answer === "no_longer_needed") return <span className="text-ink-2">not needed</span>;
  const late = row.due.by === "policy" && new Date(row.due.at).getTime() <= Date.now();
  return (
    <span
      suppressHydrationWarning
      className={late ? "font-[550] text-high" : "text-ink-2"}
      title={row.due.by === "policy" ? `TTL policy: every ${row.due.days} days` : `No policy says how often; we suggest every ${row.due.days} days`}
    >
      <RelativeTime at={row.due.at} />
    </span>
  );
}

type ProposalColumn = Column<Proposal> & { from?: number };

export const proposalColumns: readonly ProposalColumn[] = [
  {
    id: "token",
    header: "Token",
    width: "minmax(160px, 1.3fr)",
    card: "title",
    opens: true,
    cell: ({ row }) => (
      <>
        {row.name} {row.hint && <span className="mono font-normal text-ink-3">{row.hint}</span>}
      </>
    ),
  },
  { id: "why", header: "Why you", width: "minmax(170px, 2.4fr)", card: "line", cell: (proposal) => <Why proposal={proposal} /> },
  { id: "connection", header: "Connection", width: "minmax(110px, 0.8fr)", from: 1200, cell: ({ row }) => row.connection.name },
  {
    id: "until",
    header: "Until",
    width: "104px",
    numeric: true,
    card: "end",
    cell: ({ offer }) => (offer?.until ? <RelativeTime at={offer.until} /> : <span className="text-ink-3">open</span>),
  },
];

function Why({ proposal: { kind, offer, row } }: { proposal: Proposal }) {
  const [best] = row.suggestions;
  if (kind === "suggestion")
    return (
      <span title={best && `You ${best.words}`}>
        <span className="italic">suggested, {best?.confidence ?? 0} %</span> <span className="text-ink-3">{best?.words}</span>
      </span>
    );
  return (
    <span title={offer?.reason}>
      {kind === "transfer" ? `${offer?.from ?? "Its owner"} offers it: ` : ""}
      {offer?.reason}
    </span>
  );
}
