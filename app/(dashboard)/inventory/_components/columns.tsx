import { Badge } from "@/components/ui/badge";
import type { Column } from "@/components/ui/data-table";
import { ExactTime } from "@/components/ui/exact-time";
import { Unknown } from "@/components/ui/unknown";
import { tokenClassTitles } from "@/lib/domain/words";
import type { TokenRow } from "@/lib/tokens/token-row";
import { Environment, Expiry, FindingMarks, Owner, StateBadge, When } from "../../_components/token-words";

/** A column, and the narrowest window in pixels that shows it. */
export type InventoryColumn = Column<TokenRow> & { from?: number };

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
      </>
    ),
  },
  {
    id: "connection",
    header: "Connection",
    width: "minmax(110px, 1fr)",
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
  { id: "class", header: "Class", width: "136px", from: 1180, cell: (row) => <span className="text-ink-2">{tokenClassTitles[row.class]}</span> },
  { id: "environment", header: "Environment", width: "116px", from: 1280, cell: (row) => <Environment name={row.environment} /> },
  { id: "owner", header: "Owner", width: "minmax(120px, 1fr)", from: 1024, cell: (row) => <Owner owner={row.owner} /> },
  {
    id: "created",
    header: "Created",
    width: "108px",
    from: 1600,
    sort: "created",
    numeric: true,
    cell: (row) => (row.created ? <ExactTime at={row.created.at} /> : <Unknown />),
  },
  { id: "expires", header: "Expires", width: "96px", from: 1400, sort: "expires", numeric: true, cell: (row) => <Expiry expiry={row.expiry} /> },
  { id: "used", header: "Last used", width: "104px", sort: "lastUsed", numeric: true, card: "end", cell: (row) => <When fact={row.lastUsed} /> },
  { id: "state", header: "State", width: "minmax(210px, 1fr)", from: 860, cell: (row) => <State row={row} /> },
];

/** What is wrong with it; its state where that says more. */
function State({ row }: { row: TokenRow }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      {(row.state !== "active" || row.findings.length === 0) && <StateBadge state={row.state} />}
      <FindingMarks findings={row.findings} />
    </span>
  );
}
