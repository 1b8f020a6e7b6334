import type { Column } from "@/components/ui/data-table";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Gap } from "@/lib/ownership/gap-names";
import type { GapRow } from "@/lib/ownership/gap-row";
import { Environment } from "../../_components/token-words";

type GapColumn = Column<GapRow> & { from?: number };

const token: GapColumn = {
  id: "token",
  header: "Token",
  width: "minmax(160px, 1.3fr)",
  card: "title",
  opens: true,
  cell: (row) => (
    <>
      {row.name} {row.hint && <span className="mono font-normal text-ink-3">{row.hint}</span>}
    </>
  ),
};
const answers: GapColumn = { id: "answers", header: "Answers now", width: "minmax(120px, 0.8fr)", from: 900, cell: (row) => <Answers row={row} /> };
const suggestion: GapColumn = {
  id: "suggestion",
  header: "Suggested, and why",
  width: "minmax(200px, 2fr)",
  card: "line",
  cell: (row) => <Suggested row={row} />,
};
const sure: GapColumn = {
  id: "sure",
  header: "Sure",
  width: "64px",
  numeric: true,
  card: "end",
  cell: ({ suggestions: [best] }) => (best ? <span title={learntOf(best)}>{best.confidence} %</span> : null),
};
const environment: GapColumn = { id: "environment", header: "Environment", width: "112px", from: 1280, cell: (row) => <Environment name={row.environment} /> };
const connection: GapColumn = { id: "connection", header: "Connection", width: "minmax(110px, 0.8fr)", from: 1500, cell: (row) => row.connection.name };
const backup: GapColumn = {
  id: "backup",
  header: "Backup",
  width: "minmax(120px, 1fr)",
  card: "line",
  cell: ({ backup }) => (backup ? <span className="text-critical">{`${backup.name} (${backup.status})`}</span> : <span className="text-ink-3">nobody</span>),
};
const purpose: GapColumn = {
  id: "purpose",
  header: "Purpose",
  width: "minmax(160px, 1.4fr)",
  card: "line",
  cell: (row) => row.purpose ?? <span className="text-ink-3">nobody says</span>,
};
const workload: GapColumn = {
  id: "workload",
  header: "Workload",
  width: "minmax(120px, 1fr)",
  from: 900,
  cell: ({ workloads }) => workloads.map(({ name }) => name).join(", ") || <span className="text-ink-3">nobody says</span>,
};

/** The columns that matter for a gap. */
export function columnsOf(gap: Gap): readonly GapColumn[] {
  switch (gap) {
    case "no_owner":
    case "owner_departed":
    case "suggested_only":
    case "team_without_person":
      return [token, answers, suggestion, sure, environment, connection];
    case "no_backup":
      return [token, answers, backup, environment, connection];
    case "no_workload":
    case "no_purpose":
    case "attestation_overdue":
      return [token, answers, purpose, workload, environment, connection];
    default:
      return gap satisfies never;
  }
}

function Answers({ row }: { row: GapRow }) {
  if (row.owner)
    return (
      <span className={row.owner.status === "active" ? undefined : "text-critical"}>
        {row.owner.status === "active" ? row.owner.name : `${row.owner.name} (${row.owner.status})`}
      </span>
    );
  if (row.team) return <span className="text-ink-2">{row.team.name}, no person</span>;
  return <span className="text-ink-3">nobody</span>;
}

/** Who is asked, who is suggested and why, or who said no. A suggestion never looks like an owner. */
function Suggested({ row }: { row: GapRow }) {
  const [best] = row.suggestions;
  if (row.offer)
    return (
      <span>
        {row.offer.to.name} is asked{row.offer.as && <span className="text-ink-3"> as {row.offer.as}</span>}
        {row.offer.until && (
          <span className="text-ink-3">
            , until <RelativeTime at={row.offer.until} />
          </span>
        )}
      </span>
    );
  if (best)
    return (
      <span title={`${best.person.name} ${best.words}`}>
        <span className="italic">{best.person.name}, suggested</span> <span className="text-ink-3">{best.words}</span>
      </span>
    );
  if (row.refused)
    return <span className="text-ink-3" title={row.refused.reason ?? undefined}>{`${row.refused.by} said: ${row.refused.reason ?? "not mine"}`}</span>;
  return <span className="text-ink-3">{row.asked.length > 0 ? "everyone in line was asked" : "no evidence names anybody"}</span>;
}

/** How a confidence came about, where people's answers lowered it. */
export function learntOf({ learnt }: GapRow["suggestions"][number]): string | undefined {
  return learnt ? `${learnt.base} % before it was learnt from: of this pattern ${learnt.rejected} were rejected and ${learnt.accepted} accepted` : undefined;
}
