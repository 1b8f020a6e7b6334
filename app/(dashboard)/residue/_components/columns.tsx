import Link from "next/link";
import type { Column } from "@/components/ui/data-table";
import { RelativeTime } from "@/components/ui/relative-time";
import { Severity } from "@/components/ui/severity";
import { Unknown } from "@/components/ui/unknown";
import { StateBadge, When } from "../../_components/token-words";
import type { ResidueItem } from "./residue-item";

/** A column, and the narrowest window in pixels that shows it. */
type ResidueColumn = Column<ResidueItem> & { from?: number };

export const columns: readonly ResidueColumn[] = [
  {
    id: "person",
    header: "Person",
    width: "minmax(140px, 1fr)",
    card: "line",
    cell: (item) => (
      <span className={item.first ? "md:font-[560] md:text-ink" : "text-ink-3"}>
        {item.person.name}
        {item.person.status === "suspended" && " (suspended)"}
        <span className="md:hidden">
          , left <When fact={item.left} />
          {item.usedSince === "yes" && <span className="text-critical"> · used since</span>}
        </span>
        {item.more > 0 && (
          <Link href={`/inventory?person=${item.person.id}&finding=departed-still-alive`} className="relative z-[1] ml-2 text-[12px] text-ink-2 underline">
            {item.more} more
          </Link>
        )}
      </span>
    ),
  },
  { id: "left", header: "Left, and how", width: "180px", from: 1024, cell: (item) => <Left left={item.left} /> },
  {
    id: "token",
    header: "Still alive",
    width: "minmax(190px, 1.6fr)",
    card: "title",
    opens: true,
    cell: (item) => (
      <>
        {item.name} {item.hint && <span className="mono font-normal text-ink-3">{item.hint}</span>}
        {item.kind === "account" && <span className="font-normal text-ink-3 xl:hidden">account</span>} {item.state && <StateBadge state={item.state} />}
      </>
    ),
  },
  { id: "severity", header: "Severity", width: "84px", card: "end", cell: (item) => <Severity level={item.severity} /> },
  { id: "connection", header: "Connection", width: "minmax(130px, 1fr)", from: 900, cell: (item) => item.connection },
  { id: "what", header: "What", width: "128px", from: 1280, cell: (item) => <span className="text-ink-2">{item.what}</span> },
  { id: "age", header: "Age", width: "104px", numeric: true, from: 860, cell: (item) => <Age created={item.created} /> },
  { id: "used", header: "Used since", width: "128px", numeric: true, cell: (item) => <UsedSinceLeaving item={item} /> },
];

function Left({ left }: { left: ResidueItem["left"] }) {
  if (!left) return <Unknown title="The directory does not say when" />;
  return (
    <span title={left.source ? `According to ${left.source}` : undefined}>
      <RelativeTime at={left.at} />
      {left.source && <span className="text-ink-3">, {howOf(left.source)}</span>}
    </span>
  );
}

/** What the directory said, in short: "scim: end date 2026-09-14T00:00:00.000Z" → "SCIM end date". */
function howOf(source: string): string {
  const [from = "", said = ""] = source.split(/: ?(.*)/);
  const word = said.startsWith("end date") ? "end date" : said === "deleted" ? "deleted" : said.startsWith("active=") ? "inactive" : said ? "locked" : "";
  return `${protocols[from] ?? from} ${word}`.trim();
}
const protocols: Record<string, string> = { scim: "SCIM", ldap: "LDAP" };

/** How long ago it was made. The list refreshes often enough for days and months. */
function Age({ created }: { created: ResidueItem["created"] }) {
  if (!created) return <Unknown title="No source says when it was made" />;
  return <RelativeTime at={created.at} bare />;
}

function UsedSinceLeaving({ item }: { item: ResidueItem }) {
  if (item.usedSince === "unknown")
    return <Unknown title={item.lastUsed ? "Its connection was not read since they left" : "No source says when it was last used"} />;
  if (item.usedSince === "no") return <span className="text-ink-2">no</span>;
  return (
    <span className="font-[550] text-critical">
      yes{item.lastUsed && ", "}
      {item.lastUsed && <RelativeTime at={item.lastUsed.at} />}
    </span>
  );
}
