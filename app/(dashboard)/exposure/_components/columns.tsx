import { clsx } from "clsx";
import type { Column } from "@/components/ui/data-table";
import { RelativeTime } from "@/components/ui/relative-time";
import { Severity } from "@/components/ui/severity";
import { Unknown } from "@/components/ui/unknown";
import { formatCount } from "@/lib/core/format";
import { visible } from "@/lib/core/visible";
import { channelTitles, findingStateTitles, markTitles } from "@/lib/domain/words";
import type { ExposureRow } from "@/lib/exposure/exposure-row";
import { Owner } from "../../_components/token-words";
import { DueWord } from "./due-word";
import { ExposureMark, ValidityWord } from "./exposure-words";

/** A column, the narrowest window in pixels that shows it, and whether it is shown only once chosen. */
type ExposureColumn = Column<ExposureRow> & { from?: number; optional?: boolean };

export const columns: readonly ExposureColumn[] = [
  {
    id: "secret",
    header: "Secret",
    width: "minmax(190px, 1.8fr)",
    card: "title",
    opens: true,
    cell: (row) => (
      <span className="flex min-w-0 items-baseline gap-1.5">
        <span className="truncate" title={row.title}>
          {row.title}
        </span>
        <span className="mono flex-none font-normal text-ink-3">{row.hint}</span>
      </span>
    ),
  },
  {
    id: "severity",
    header: "Severity",
    width: "92px",
    sort: "severity",
    card: "end",
    cell: (row) => (
      <>
        <span className="md:hidden">
          <ExposureMark row={row} />
        </span>
        <span className="max-md:hidden">
          <Severity level={row.severity} />
        </span>
      </>
    ),
  },
  { id: "status", header: "Status", width: "104px", from: 968, cell: (row) => <StatusOf row={row} /> },
  { id: "place", header: "Where", width: "minmax(150px, 2fr)", card: "line", cell: (row) => <Where row={row} /> },
  {
    id: "channels",
    header: "Channels",
    width: "minmax(84px, 0.6fr)",
    from: 1492,
    cell: ({ channels }) => (
      <span className="text-ink-2">{(Object.keys(channels) as (keyof typeof channels)[]).map((channel) => channelTitles[channel]).join(", ")}</span>
    ),
  },
  { id: "places", header: "Places", width: "64px", numeric: true, from: 1232, sort: "places", cell: ({ places }) => formatCount(places) },
  { id: "validity", header: "Still works", width: "128px", from: 1096, cell: (row) => <ValidityWord row={row} /> },
  { id: "token", header: "Token", width: "minmax(84px, 0.8fr)", from: 1408, cell: ({ token }) => <TokenOf token={token} /> },
  { id: "owner", header: "Owner", width: "minmax(96px, 0.8fr)", from: 1168, cell: ({ owner }) => <Owner owner={owner} /> },
  {
    id: "age",
    header: "Visible for",
    width: "100px",
    numeric: true,
    from: 860,
    sort: "age",
    cell: ({ firstVisible }) => (firstVisible ? <RelativeTime at={firstVisible} bare /> : <Unknown title="No source says since when it stands there" />),
  },
  {
    id: "due",
    header: "Due",
    width: "92px",
    numeric: true,
    from: 1324,
    sort: "due",
    cell: ({ due }) => <DueWord due={due} />,
  },
  {
    id: "assignee",
    header: "Assigned to",
    width: "minmax(96px, 0.7fr)",
    optional: true,
    cell: ({ assignee }) => (assignee ? assignee.name : <span className="text-ink-3">nobody</span>),
  },
  { id: "detected", header: "Detected", width: "100px", numeric: true, from: 1592, sort: "detected", cell: ({ detected }) => <RelativeTime at={detected} /> },
  { id: "seen", header: "Last seen", width: "100px", numeric: true, optional: true, sort: "seen", cell: ({ lastSeen }) => <RelativeTime at={lastSeen} /> },
  { id: "family", header: "Kind of", width: "minmax(90px, 0.6fr)", optional: true, cell: ({ family }) => <span className="text-ink-2">{family}</span> },
  {
    id: "mark",
    header: "Known not to be live",
    width: "minmax(120px, 1fr)",
    optional: true,
    cell: ({ mark }) => (mark ? (markTitles[mark] ?? mark) : <span className="text-ink-3">nothing says so</span>),
  },
];

function StatusOf({ row: { status, suppression } }: { row: ExposureRow }) {
  if (suppression?.status === "proposed")
    return (
      <span className="text-people" title="Said to be a false positive; a second person has to agree">
        {findingStateTitles[status]}, false?
      </span>
    );
  return <span className="text-ink-2">{findingStateTitles[status]}</span>;
}

/** The place where it was visible first. Paths are text that somebody else wrote. */
function Where({ row: { place, places } }: { row: ExposureRow }) {
  const path = visible(place.path, { lines: true });
  const name = path.lastIndexOf("/") + 1;
  return (
    <span title={path} className="flex min-w-0 items-baseline">
      <span className="flex-none md:hidden">{channelTitles[place.channel]}:&nbsp;</span>
      <bdi className="mono flex min-w-0 text-[12px]">
        <span className="min-w-0 truncate">{path.slice(0, name)}</span>
        <span className={clsx("truncate", name > 0 ? "max-w-[75%] flex-none" : "min-w-0")}>
          {path.slice(name)}
          {place.line !== null && `:${place.line}`}
        </span>
      </bdi>
      {places > 1 && <span className="ml-1.5 flex-none text-ink-3 min-[1232px]:sr-only">and {formatCount(places - 1)} more</span>}
    </span>
  );
}

function TokenOf({ token }: { token: ExposureRow["token"] }) {
  if (!token) return <span className="text-ink-3">none</span>;
  if (token.link === "unlisted")
    return (
      <span className="text-ink-3 italic" title="Nobody had listed it: a row was made when it was found">
        unlisted
      </span>
    );
  return token.name;
}
