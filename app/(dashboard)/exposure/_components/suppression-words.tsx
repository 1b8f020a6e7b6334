import { ExactTime } from "@/components/ui/exact-time";
import { RelativeTime } from "@/components/ui/relative-time";
import { plural } from "@/lib/core/format";
import type { SuppressionRow } from "@/lib/exposure/suppressions/list-suppressions";

const ends: Record<string, string> = {
  revoked: "revoked",
  withdrawn: "withdrawn",
  expired: "its day came",
  outgrown: "a fact outgrew it",
  too_long: "it was for longer than a year",
};

/** Who said so, and who agreed. */
export function SaidBy({ row: { proposed, decided, status } }: { row: SuppressionRow }) {
  return (
    <>
      {proposed.name}, <RelativeTime at={proposed.at} />
      {decided && (
        <>
          ; {status === "declined" ? "declined by" : "agreed by"} {decided.name}
          {decided.reason && `: “${decided.reason}”`}
        </>
      )}
    </>
  );
}

/** A day that is over at midnight is the day before. */
export const lastMoment = (end: string): string => new Date(Date.parse(end) - 1).toISOString();

/** Until when it holds, or how it ended. */
export function Holds({ row }: { row: SuppressionRow }) {
  if (row.status === "declined") return <>declined</>;
  if (row.ended)
    return (
      <>
        {ends[row.ended.because] ?? row.ended.because}, <RelativeTime at={row.ended.at} />
      </>
    );
  return (
    <>
      {row.status === "proposed" && "waits for a second person; "}until <ExactTime at={lastMoment(row.expires)} />
    </>
  );
}

/** How often it hid something since it began. */
export function Hid({ row: { hits, lastHit, status, secondNeeded, decided } }: { row: SuppressionRow }) {
  if (status === "proposed" || (secondNeeded && (!decided || status === "declined"))) return <span className="text-ink-3">nothing yet</span>;
  if (hits === 0 || lastHit === null) return <span className="text-ink-3">never seen since</span>;
  return (
    <>
      {plural(hits, "sighting")}, last <RelativeTime at={lastHit} />
    </>
  );
}
