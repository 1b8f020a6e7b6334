import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { ExactTime } from "@/components/ui/exact-time";
import { plural } from "@/lib/core/format";
import type { PersonAccount } from "@/lib/people/person-page";
import { evidenceInWords } from "./evidence";
import { LinkChange } from "./link-change";

interface Props {
  personId: string;
  accounts: PersonAccount[];
  mayDecide: boolean;
}

/** Accounts elsewhere that are this person's, what that rests on, and the way to undo it. */
export function Accounts({ personId, accounts, mayDecide }: Props) {
  return (
    <Card title="Accounts" aside={accounts.length > 0 ? plural(accounts.length, "account") : undefined}>
      {accounts.length === 0 && <p className="text-[13px] text-ink-2">No account at any connection is known to be theirs.</p>}
      <ul className="divide-y divide-line">
        {accounts.map((account) => (
          <li key={account.id} className="flex items-start justify-between gap-3 py-2 first:pt-0 last:pb-0">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-x-2 text-[13.5px]">
                <Link href={`/accounts/${account.id}`} className="font-[550] hover:underline">
                  {account.name}
                </Link>
                <span className="text-ink-2">at {account.connection}</span>
                {account.status !== "enabled" && <Badge>{account.status}</Badge>}
                {account.basis === "rejected" && <Badge tone="medium">link undone</Badge>}
              </p>
              <p className="text-[12.5px] break-words text-ink-2">{basisInWords(account)}</p>
            </div>
            {mayDecide && (
              <LinkChange
                personId={personId}
                accountId={account.id}
                account={`${account.name} at ${account.connection}`}
                linked={account.basis !== "rejected"}
              />
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function basisInWords({ basis, evidence, decision, signed }: PersonAccount): React.ReactNode {
  if (decision && basis !== "found")
    return (
      <>
        {basis === "decided" ? "Confirmed" : "Undone"} by {decision.byName ?? decision.by} on <ExactTime at={decision.at} />: “{decision.reason}”
      </>
    );
  return `Linked by the collector: ${evidenceInWords(evidence)}${signed ? "" : ". The connection is not signed yet, so this is that address’s word alone"}`;
}
