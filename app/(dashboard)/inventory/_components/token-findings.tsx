import { z } from "zod";
import { Badge } from "@/components/ui/badge";
import { ExactTime } from "@/components/ui/exact-time";
import { Severity } from "@/components/ui/severity";
import { openFindingStates } from "@/lib/domain/states";
import { findingStateTitles, ruleTitles } from "@/lib/domain/words";
import type { TokenFinding } from "@/lib/tokens/token-page";
import { FindingDetails } from "./finding-details";
import { FindingHistory } from "./finding-history";
import { FindingTriage } from "./finding-triage";

/** What is and was wrong with a token, with the factors that set its severity, and what became of it. */
export function TokenFindings({ findings, mayTriage }: { findings: TokenFinding[]; mayTriage: boolean }) {
  if (findings.length === 0) return <p className="text-[13px] text-ink-2">No rule has found anything wrong with it.</p>;
  return (
    <ul className="divide-y divide-line">
      {findings.map((finding) => {
        const open = (openFindingStates as readonly string[]).includes(finding.status);
        return (
          <li key={finding.id} className="py-2.5 text-[13px] first:pt-0 last:pb-0">
            <div className="flex flex-wrap items-center gap-2">
              {open ? <Severity level={finding.severity} /> : <Badge>{findingStateTitles[finding.status]}</Badge>}
              <span className="font-[560]">{ruleTitles[finding.rule] ?? finding.rule}</span>
              {open && finding.status !== "open" && <Badge>{findingStateTitles[finding.status]}</Badge>}
              <span className="ml-auto text-[12px] text-ink-3">
                since <ExactTime at={finding.firstSeen} />
              </span>
            </div>
            <FactorList factors={finding.factors} />
            <FindingHistory finding={finding} />
            <FindingDetails finding={finding} open={open} />
            {mayTriage && (open || finding.status === "closed_false_positive") && (
              <p className="mt-1 -ml-2 flex flex-wrap gap-1">
                <FindingTriage id={finding.id} rule={ruleTitles[finding.rule] ?? finding.rule} status={finding.status} />
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}

const Factor = z.object({ words: z.string() });

function FactorList({ factors }: { factors: unknown }) {
  const words = z.array(Factor).safeParse(factors);
  if (!words.success || words.data.length === 0) return null;
  return <p className="mt-1 text-ink-2">{words.data.map((factor) => factor.words).join("; ")}.</p>;
}
