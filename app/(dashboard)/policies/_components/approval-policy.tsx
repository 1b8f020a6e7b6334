import { Card } from "@/components/ui/card";
import { Facts } from "@/components/ui/facts";
import { formatDuration, plural } from "@/lib/core/format";
import type { Quorum } from "@/lib/domain/statement";
import type { Policies } from "@/lib/set-up/policies";
import { PolicyDialog } from "./policy-dialog";

/** The approval policy in force. */
export function ApprovalPolicy({ policy, proposes }: { policy: Policies["policy"]; proposes: boolean }) {
  const { standard, critical, holdSeconds, wideningDelaySeconds } = policy.statement;
  return (
    <Card title="Approval policy" aside={policy.signed ? "signed" : "the built-in one, until you sign another"}>
      <Facts
        columns={2}
        facts={[
          { term: "Standard token", value: quorumInWords(standard) },
          { term: "Critical or unknown", value: quorumInWords(critical), note: "production, high reach, or nobody can tell" },
          { term: "Hold before acting", value: durationOr(holdSeconds, "none"), note: "in which a request can still be stopped" },
          { term: "Delay of widening", value: durationOr(wideningDelaySeconds, "none"), note: "before new keys, members or connections count" },
        ]}
      />
      {proposes && (
        <div className="mt-3.5">
          <PolicyDialog current={{ standard, critical, holdSeconds, wideningDelaySeconds }} />
        </div>
      )}
    </Card>
  );
}

const quorumInWords = ({ people, groups }: Quorum) => `${plural(people, "person", "people")} from ${plural(groups, "group")}`;
const durationOr = (seconds: number, none: string) => (seconds > 0 ? formatDuration(seconds * 1000) : none);
