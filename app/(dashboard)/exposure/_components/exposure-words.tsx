import { Badge } from "@/components/ui/badge";
import { Severity } from "@/components/ui/severity";
import { EmptyState } from "@/components/ui/states";
import { Unknown } from "@/components/ui/unknown";
import { formatCount, plural } from "@/lib/core/format";
import { openFindingStates } from "@/lib/domain/states";
import { findingStateTitles, validityTitles } from "@/lib/domain/words";
import type { ExposureFacets } from "@/lib/exposure/count-facets";
import type { ExposureRow } from "@/lib/exposure/exposure-row";
import { HostCommand } from "../../_components/host-command";

/** How many there are, and how many of them have places outside code. */
export const outsideCode = ({ facets }: ExposureFacets): number =>
  facets.reach.filter(({ value }) => value !== "code").reduce((sum, { count }) => sum + count, 0);

/** The case in one sentence. Before the counts have come the page only has its name. */
export function ExposureTitle({ facets, filtered }: { facets: ExposureFacets | undefined; filtered: boolean }) {
  if (!facets) return <>Exposure</>;
  const { total } = facets;
  if (total === 0) return filtered ? <>Nothing fits these filters</> : <>No secret is known to be exposed</>;
  const outside = outsideCode(facets);
  const rest = outside === 0 ? "none of them outside code" : outside === total ? "all of them outside code" : `${formatCount(outside)} of them outside code`;
  return (
    <>
      {filtered
        ? `${plural(total, "secret")} ${total === 1 ? "fits" : "fit"} these filters`
        : `${plural(total, "secret")} ${total === 1 ? "is" : "are"} exposed`}
      ; {total === 1 ? (outside === 1 ? "it stands outside code" : "it stands in code alone") : rest}
    </>
  );
}

/** Whether it still works, as far as anybody looked. Unknown is not safe. */
export function ValidityWord({ row: { validity, untold } }: { row: Pick<ExposureRow, "validity" | "untold"> }) {
  if (validity === "unknown") return <Unknown title={untold ? `Not known: ${untold.text}` : "Nobody has checked whether it still works"} />;
  if (validity === "not_checkable")
    return <Unknown title={untold ? `Not checkable: ${untold.text}` : undefined}>{validityTitles.not_checkable.toLowerCase()}</Unknown>;
  if (validity === "valid") return <span className="font-[550] text-critical">{validityTitles.valid}</span>;
  return <span className="text-ink-2">{validityTitles[validity]}</span>;
}

/** Severity while something is to be done; where it stands, once somebody said. */
export function ExposureMark({ row }: { row: Pick<ExposureRow, "status" | "severity" | "suppression"> }) {
  const open = (openFindingStates as readonly string[]).includes(row.status);
  return (
    <span className="inline-flex items-center gap-2">
      {open && <Severity level={row.severity} />}
      {row.status !== "open" && <Badge tone={row.status === "regressed" ? "high" : "neutral"}>{findingStateTitles[row.status]}</Badge>}
      {row.suppression?.status === "proposed" && <Badge tone="people">false positive?</Badge>}
    </span>
  );
}

/** How to have something looked through: from the browser, where `elsewhere` says that its page is another one, and on the collector's host. */
export function HowToScan({ elsewhere = false }: { elsewhere?: boolean }) {
  return (
    <div className="flex flex-col items-start gap-2 text-left">
      {elsewhere && (
        <p>
          A text or a file is sent from the browser, under <ScansLink>Scans</ScansLink>.
        </p>
      )}
      <p>
        On the machine where the collector runs, name a repository, a directory, an archive or a file. Of what it finds the place, the kind and a fingerprint
        are kept, never the secret.
      </p>
      <HostCommand command="scan PATH" />
      <p>Or have the collector look there again and again, of a history at what is new:</p>
      <HostCommand command="scan add PATH --every 1d" />
      <p>A git repository elsewhere is fetched over https:</p>
      <HostCommand command="scan add https://git.example.com/acme/payments.git" />
      <p>
        A system over HTTP (issues, tickets, wiki pages, and the repositories that it lists) is described by a file, and read with a credential that is given
        there:
      </p>
      <HostCommand command="scan add https://gitlab.example.com --as rest --source gitlab.yaml" />
    </div>
  );
}

/** Scans are a page beside those of single exposures, so its links load it whole: a soft one would look for an exposure of that name. */
export function ScansLink({ children }: { children: React.ReactNode }) {
  return (
    <a href="/exposure/scans" className="underline">
      {children}
    </a>
  );
}

export function NoExposure({ filtered, looked, hidden, onClear }: { filtered: boolean; looked: boolean; hidden: number; onClear: React.ReactNode }) {
  if (filtered)
    return (
      <EmptyState title="No exposed secret fits these filters" action={onClear}>
        Take one filter away, or search for less of a path or kind.
      </EmptyState>
    );
  if (!looked)
    return (
      <EmptyState title="Nothing has been looked through yet">
        <HowToScan elsewhere />
      </EmptyState>
    );
  return (
    <EmptyState title="Nothing open that may be live">
      That holds for what was looked through and could be read: <ScansLink>sources and their runs</ScansLink>.
      {hidden > 0 && ` ${plural(hidden, "secret")} known not to be live ${hidden === 1 ? "is" : "are"} hidden.`}
    </EmptyState>
  );
}
