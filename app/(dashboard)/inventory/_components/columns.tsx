import { Badge } from "@/components/ui/badge";
import type { Column } from "@/components/ui/data-table";
import { ExactTime } from "@/components/ui/exact-time";
import { Severity } from "@/components/ui/severity";
import { Unknown } from "@/components/ui/unknown";
import { tokenClassTitles, workloadKindTitles } from "@/lib/domain/words";
import type { TokenLine } from "@/lib/tokens/token-row";
import { Environment, Expiry, FindingMarks, Owner, StateBadge, When } from "../../_components/token-words";

/** A column, the narrowest window in pixels that shows it, and whether it is shown only once chosen. */
export type InventoryColumn = Column<TokenLine> & { from?: number; optional?: boolean };

/** The columns of the inventory, in order. */
export const columns: readonly InventoryColumn[] = [
  {
    id: "name",
    header: "Token",
    width: "minmax(200px, 2fr)",
    sort: "name",
    card: "title",
    cell: (row) => (
      <>
        {row.name} {row.imported && <Badge title="Known from an import alone: it informs, and can’t be revoked here">imported</Badge>}{" "}
        {row.hint && <span className="mono font-normal text-ink-3">{row.hint}</span>}
        {row.sightings > 0 && <span className="font-normal text-ink-3"> seen {row.sightings + 1} times</span>}
      </>
    ),
  },
  {
    id: "connection",
    header: "Connection",
    width: "minmax(110px, 1fr)",
    sort: "connection",
    card: "line",
    cell: (row) => (
      <>
        {row.connection.name}
        <span className="md:hidden">
          {" "}
          · <State row={row} />
        </span>
      </>
    ),
  },
  { id: "class", header: "Class", width: "128px", from: 1240, sort: "class", cell: (row) => <span className="text-ink-2">{tokenClassTitles[row.class]}</span> },
  { id: "environment", header: "Environment", width: "112px", from: 1340, sort: "environment", cell: (row) => <Environment name={row.environment} /> },
  { id: "owner", header: "Owner", width: "minmax(120px, 1fr)", from: 1024, sort: "owner", cell: (row) => <Owner owner={row.owner} /> },
  { id: "workload", header: "Workload", width: "minmax(110px, 1fr)", from: 1120, sort: "workload", cell: (row) => <Workloads row={row} /> },
  {
    id: "kind",
    header: "Workload kind",
    width: "128px",
    optional: true,
    sort: "kind",
    cell: ({ workloads: [first] }) => (first ? <span className="text-ink-2">{workloadKindTitles[first.kind]}</span> : <span className="text-ink-3">none</span>),
  },
  {
    id: "purpose",
    header: "Purpose",
    width: "minmax(140px, 1.4fr)",
    optional: true,
    sort: "purpose",
    cell: (row) => row.purpose ?? <Unknown title="Nobody said what it is for" />,
  },
  {
    id: "created",
    header: "Created",
    width: "108px",
    from: 1700,
    sort: "created",
    numeric: true,
    cell: (row) => (row.created ? <ExactTime at={row.created.at} /> : <Unknown />),
  },
  { id: "expires", header: "Expires", width: "96px", from: 1540, sort: "expires", numeric: true, cell: (row) => <Expiry expiry={row.expiry} /> },
  { id: "used", header: "Last used", width: "104px", sort: "lastUsed", numeric: true, card: "end", cell: (row) => <When fact={row.lastUsed} /> },
  {
    id: "seen",
    header: "First seen",
    width: "104px",
    optional: true,
    sort: "firstSeen",
    numeric: true,
    cell: (row) => <ExactTime at={row.firstSeen} />,
  },
  {
    id: "severity",
    header: "Severity",
    width: "92px",
    optional: true,
    sort: "severity",
    cell: (row) => (row.severity ? <Severity level={row.severity} /> : <span className="text-ink-3">none</span>),
  },
  { id: "state", header: "State", width: "minmax(200px, 1fr)", from: 860, sort: "state", cell: (row) => <State row={row} /> },
];

/** What uses it, the first by name; a guess looks like one. */
function Workloads({ row: { workloads } }: { row: TokenLine }) {
  const [first, ...more] = workloads;
  if (!first) return <Unknown title="No workload is linked to it" />;
  return (
    <span className={first.basis === "suggested" ? "text-ink-3 italic" : undefined} title={workloads.map(({ name }) => name).join(", ")}>
      {first.name}
      {more.length > 0 && <span className="text-ink-3"> +{more.length}</span>}
    </span>
  );
}

/** What is wrong with it; its state where that says more. */
function State({ row }: { row: TokenLine }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      {(row.state !== "active" || row.findings.length === 0) && <StateBadge state={row.state} />}
      <FindingMarks findings={row.findings} />
    </span>
  );
}
