import Link from "next/link";
import { Card } from "@/components/ui/card";
import { ExactTime } from "@/components/ui/exact-time";
import { MachineMark, PersonMark } from "@/components/ui/marks";
import type { TokenAttestation, TokenAudit, TokenRequest } from "@/lib/tokens/token-records";

const list = "divide-y divide-line text-[13px]";
const line = "flex flex-wrap items-baseline justify-between gap-x-3 py-1.5 first:pt-0 last:pb-0";
const when = "text-[12px] text-ink-3";

/** Requests that name this token, and how far the machine is with it. */
export function RequestLines({ requests }: { requests: TokenRequest[] }) {
  return (
    <ul className={list}>
      {requests.map(({ number, status, reason, at, by, execution }) => (
        <li key={number} className={line}>
          <span className="min-w-0 break-words">
            <PersonMark className="mr-1.5 size-2.5! align-[-1px]" />
            <Link href={`/requests/${number}`} className="underline">
              R-{number}
            </Link>{" "}
            {status}
            {execution && (
              <>
                {" "}
                <MachineMark className="mr-1 ml-1 size-2.5! align-[-1px]" />
                {execution.replaceAll("_", " ")}
              </>
            )}
            <span className="block text-ink-2">“{reason}”</span>
          </span>
          <span className={when}>
            {by}, <ExactTime at={at} />
          </span>
        </li>
      ))}
    </ul>
  );
}

const answers: Record<TokenAttestation["answer"], string> = {
  mine: "mine",
  transfer: "to be transferred",
  not_mine: "not mine",
  no_longer_needed: "no longer needed",
};

/** What owners answered about it. */
export function AttestationLines({ attestations }: { attestations: TokenAttestation[] }) {
  return (
    <ul className={list}>
      {attestations.map(({ answer, by, at, words }) => (
        <li key={at} className={line}>
          <span className="min-w-0 break-words">
            <PersonMark className="mr-1.5 size-2.5! align-[-1px]" />
            {answers[answer]}
            {words && <span className="block text-ink-2">“{words}”</span>}
          </span>
          <span className={when}>
            {by}, <ExactTime at={at} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The newest entries of the audit log about it. */
function AuditLines({ audit }: { audit: TokenAudit[] }) {
  return (
    <ul className={list}>
      {audit.map(({ id, at, action, by }) => (
        <li key={id} className={line}>
          <Link href={`/audit/${id}`} className="mono min-w-0 break-all underline">
            {action}
          </Link>
          <span className={when}>
            {by}, <ExactTime at={at} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The newest entries about a token or an exposure, with the way to all of them; nothing where there is none, or for whoever may not read the log. */
export function AuditCard({ subject, audit }: { subject: string; audit: TokenAudit[] | null }) {
  if (!audit || audit.length === 0) return null;
  return (
    <Card
      title="Audit entries"
      aside={
        <Link href={`/audit?subject=${subject}`} className="underline">
          all of them
        </Link>
      }
    >
      <AuditLines audit={audit} />
    </Card>
  );
}
