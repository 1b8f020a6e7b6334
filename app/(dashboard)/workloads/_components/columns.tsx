import type { Column } from "@/components/ui/data-table";
import { RelativeTime } from "@/components/ui/relative-time";
import { Severity } from "@/components/ui/severity";
import { Unknown } from "@/components/ui/unknown";
import { formatCount } from "@/lib/core/format";
import { workloadKindTitles } from "@/lib/domain/words";
import type { WorkloadRow } from "@/lib/workloads/list-workloads";
import { Environment } from "../../_components/token-words";

/** A column, and the narrowest window in pixels that shows it. */
type WorkloadColumn = Column<WorkloadRow> & { from?: number };

export const columns: readonly WorkloadColumn[] = [
  { id: "name", header: "Workload", width: "minmax(170px, 1.6fr)", sort: "name", card: "title", cell: (row) => row.name },
  {
    id: "kind",
    header: "Kind",
    width: "136px",
    sort: "kind",
    card: "line",
    cell: (row) => (
      <>
        {row.kind === "unknown" ? <Unknown /> : <span className="text-ink-2">{workloadKindTitles[row.kind]}</span>}
        <span className="md:hidden">
          {" "}
          · <WorkloadOwner row={row} />
        </span>
      </>
    ),
  },
  { id: "environment", header: "Environment", width: "120px", sort: "environment", from: 1100, cell: (row) => <Environment name={row.environment} /> },
  { id: "owner", header: "Owner", width: "minmax(120px, 1fr)", sort: "owner", cell: (row) => <WorkloadOwner row={row} /> },
  {
    id: "identity",
    header: "Identity",
    width: "110px",
    from: 1280,
    cell: (row) =>
      row.identity.length > 0 ? (
        <span className="text-ink-2">{row.identity.map((kind) => (kind === "spiffe" ? "SPIFFE" : "OIDC")).join(", ")}</span>
      ) : (
        <span className="text-ink-3">none</span>
      ),
  },
  { id: "legacy", header: "Short-lived", width: "minmax(130px, 1fr)", sort: "legacy", from: 1180, cell: (row) => <Legacy row={row} /> },
  {
    id: "findings",
    header: "Findings",
    width: "112px",
    from: 900,
    cell: (row) =>
      row.findings.worst ? (
        <span className="inline-flex items-center gap-1.5">
          <Severity level={row.findings.worst} />
          <span className="text-[12px] text-ink-3">{formatCount(row.findings.count)}</span>
        </span>
      ) : (
        <span className="text-ink-3">none</span>
      ),
  },
  {
    id: "tokens",
    header: "Tokens",
    width: "76px",
    sort: "tokens",
    numeric: true,
    card: "end",
    cell: (row) => (
      <>
        {formatCount(row.tokens)}
        <span className="md:hidden"> {row.tokens === 1 ? "token" : "tokens"}</span>
      </>
    ),
  },
  {
    id: "changed",
    header: "Changed",
    width: "104px",
    sort: "changed",
    numeric: true,
    from: 1400,
    cell: (row) => <RelativeTime at={row.changedAt} />,
  },
];

/** Who answers for it. */
export function WorkloadOwner({ row: { owner, team } }: { row: Pick<WorkloadRow, "owner" | "team"> }) {
  if (owner)
    return (
      <span className={owner.status === "active" ? undefined : "text-critical"}>
        {owner.status === "active" ? owner.name : `${owner.name} (${owner.status})`}
      </span>
    );
  return <span className="text-ink-3">{team ? `nobody of ${team.name}` : "nobody"}</span>;
}

/** Where it stands in the legacy register. */
export function Legacy({ row: { legacy } }: { row: Pick<WorkloadRow, "legacy"> }) {
  if (!legacy) return <span className="text-ink-3">not exempt</span>;
  if (!legacy.until) return <span className="text-high">can’t, without an end</span>;
  return (
    <span className={legacy.overdue ? "text-critical" : "text-ink-2"}>
      {legacy.overdue ? (
        <>
          overdue since <RelativeTime at={legacy.until} />
        </>
      ) : (
        <>
          can’t, for <RelativeTime at={legacy.until} bare /> more
        </>
      )}
    </span>
  );
}
