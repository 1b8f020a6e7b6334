import { z } from "zod";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { ExactTime } from "@/components/ui/exact-time";
import { Severity } from "@/components/ui/severity";
import type { AccountFinding } from "@/lib/accounts/account-page";
import { ruleOf } from "@/lib/detection/catalog";
import { openFindingStates } from "@/lib/domain/states";
import { findingStateTitles } from "@/lib/domain/words";
import { FindingTriage } from "../../inventory/_components/finding-triage";

/** What is and was wrong with the account itself, what its severity rests on, and what ends it. */
export function AccountFindings({ findings, mayTriage }: { findings: AccountFinding[]; mayTriage: boolean }) {
  return (
    <Card title="Findings">
      {findings.length === 0 && <p className="text-[13px] text-ink-2">No rule has found anything wrong with it.</p>}
      <ul className="divide-y divide-line">
        {findings.map((finding) => (
          <Finding key={finding.id} finding={finding} mayTriage={mayTriage} />
        ))}
      </ul>
    </Card>
  );
}

function Finding({ finding: { id, rule, severity, status, factors, firstSeen, note }, mayTriage }: { finding: AccountFinding; mayTriage: boolean }) {
  const open = (openFindingStates as readonly string[]).includes(status);
  const known = ruleOf(rule);
  const title = known?.title ?? rule;
  const words = wordsOf(factors);
  return (
    <li className="py-2.5 text-[13px] first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-2">
        {open ? <Severity level={severity} /> : <Badge>{findingStateTitles[status]}</Badge>}
        <span className="font-[560]">{title}</span>
        {open && status !== "open" && <Badge>{findingStateTitles[status]}</Badge>}
        <span className="ml-auto text-[12px] text-ink-3">
          since <ExactTime at={firstSeen} />
        </span>
      </div>
      {words && <p className="mt-1 text-ink-2">{words}.</p>}
      {open && known && <p className="mt-1 text-ink-2">{known.remediation}</p>}
      {note && <p className="mt-1 text-ink-2">“{note}”</p>}
      {mayTriage && (open || status === "closed_false_positive") && (
        <p className="mt-1 -ml-2 flex flex-wrap gap-1">
          <FindingTriage id={id} rule={title} status={status} />
        </p>
      )}
    </li>
  );
}

const Factors = z.array(z.object({ words: z.string() }));

function wordsOf(factors: unknown): string {
  const known = Factors.safeParse(factors);
  return known.success ? known.data.map(({ words }) => words).join("; ") : "";
}
