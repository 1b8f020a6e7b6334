import { Badge } from "@/components/ui/badge";
import { ExactTime } from "@/components/ui/exact-time";
import { PersonMark } from "@/components/ui/marks";
import { plural } from "@/lib/core/format";
import type { Waiting } from "@/lib/set-up/queries";
import { OpenSignerButton } from "./open-signer-button";

/** Trust statements that wait: how far each is, whom it waits for, and the way to the signer's page. */
export function WaitingStatements({ waiting, pinned }: { waiting: Waiting[]; pinned: boolean }) {
  return (
    <ul className="divide-y divide-line">
      {waiting.map((statement) => (
        <li key={statement.digest} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-2.5 first:pt-0 last:pb-0">
          <div className="flex min-w-0 flex-1 basis-60 items-start gap-2.5">
            <PersonMark state={statement.status === "waiting_delay" ? "live" : "open"} className="mt-[3px]" />
            <div className="min-w-0">
              <p className="text-[13.5px] font-[550] break-words">
                {statement.title} {statement.mine && <Badge tone="people">you signed</Badge>}
              </p>
              <p className="text-[12.5px] text-ink-2">{standing(statement, pinned)}</p>
            </div>
          </div>
          <OpenSignerButton
            purpose="trust"
            subject={statement.digest}
            size="sm"
            variant={statement.mine || statement.status === "waiting_delay" ? "default" : "primary"}
          >
            {statement.mine || statement.status === "waiting_delay" ? "Read it" : "Read and sign"}
          </OpenSignerButton>
        </li>
      ))}
    </ul>
  );
}

function standing({ status, activeAt, signedBy, people, waitsFor }: Waiting, pinned: boolean): React.ReactNode {
  const signed = signedBy.length > 0 ? `Signed by ${signedBy.join(", ")}. ` : "";
  if (status === "waiting_delay")
    return (
      <>
        {signed}Takes effect {activeAt ? <ExactTime at={activeAt} show="both" /> : "after its delay"}, unless a signer’s key is withdrawn before.
      </>
    );
  if (!pinned) return "Counts once a trust root is pinned.";
  if (status === "not_seen_yet" || people === null) return "The executor looks at it within seconds while it runs.";
  const who = waitsFor.length > 0 ? waitsFor.map(({ name }) => name).join(" or ") : "nobody else has a key that counts yet";
  return `${signed}Needs ${plural(Math.max(1, people - signedBy.length), "more signature")}: ${who}.`;
}
