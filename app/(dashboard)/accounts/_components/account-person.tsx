import Link from "next/link";
import { Card } from "@/components/ui/card";
import { ExactTime } from "@/components/ui/exact-time";
import type { AccountDecision, AccountPage } from "@/lib/accounts/account-page";
import { StatusMark } from "../../people/_components/status-mark";
import { evidenceInWords } from "../../people/[id]/_components/evidence";
import { LinkChange } from "../../people/[id]/_components/link-change";
import { LinkAccount } from "./link-account";

/** Whose the account is, or who answers for it; what that rests on, and the way to change it. */
export function AccountPerson({ page }: { page: AccountPage }) {
  const { row, decisions, may } = page;
  const named = `${row.name} at ${row.connection.name}`;
  const undone = row.person ? null : restorable(page);
  return (
    <Card title={row.kind === "service" ? "Who answers for it" : "Whose it is"}>
      {row.person ? (
        <p className="flex flex-wrap items-center gap-x-2 text-[13.5px]">
          <Link href={`/people/${row.person.id}`} className="font-[550] hover:underline">
            {row.person.name}
          </Link>
          {row.person.status !== "active" && <StatusMark status={row.person.status} />}
        </p>
      ) : (
        <p className="text-[13.5px]">Nobody is linked to it.</p>
      )}
      <p className="mt-0.5 text-[12.5px] break-words text-ink-2">{basisInWords(page)}</p>
      {may.link && (
        <div className="mt-2.5 flex flex-wrap gap-2">
          {row.person && <LinkChange personId={row.person.id} accountId={row.id} account={named} linked />}
          {undone && <LinkChange personId={undone.id} accountId={row.id} account={named} linked={false} />}
          <LinkAccount accountId={row.id} account={named} linkedTo={row.person} />
        </div>
      )}
      {decisions.length > 0 && (
        <ul aria-label="What people said of it" className="mt-3 divide-y divide-line border-t border-line text-[12.5px] text-ink-2">
          {decisions.map((decision) => (
            <li key={decision.id} className="py-1.5 break-words">
              <Said decision={decision} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function basisInWords({ row, evidence }: AccountPage): string {
  if (row.basis === "decided") return "Somebody said so; that counts before what the collector finds.";
  if (row.person) return `Linked by the collector: ${evidenceInWords(evidence?.words)}.`;
  if (evidence) return `The collector found ${evidence.person.name} (${evidenceInWords(evidence.words)}), and somebody said that it is not theirs.`;
  if (row.kind === "service") return "Service accounts are linked by hand alone: their address is a mailbox, not a person.";
  return "No single person of the directory has its e-mail address, id or user name.";
}

/** The person of the newest decision where that undid a link. */
const restorable = ({ decisions: [newest] }: AccountPage): { id: string } | null => (newest?.decision === "rejected" ? newest.person : null);

function Said({ decision: { person, decision, reason, by, at } }: { decision: AccountDecision }) {
  return (
    <>
      {by} {decision === "confirmed" ? "linked it to" : "undid the link to"}{" "}
      <Link href={`/people/${person.id}`} className="hover:underline">
        {person.name}
      </Link>{" "}
      on <ExactTime at={at} />: “{reason}”
    </>
  );
}
