import { Badge, type Tone } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { Unknown } from "@/components/ui/unknown";
import type { TokenState } from "@/lib/domain/token-states";
import { ruleTitles, tokenStateMeanings, tokenStateTitles } from "@/lib/domain/words";
import type { Dated, TokenRow } from "@/lib/tokens/token-row";

const tones: Record<TokenState, Tone> = {
  dead: "machine",
  irrevocable: "critical",
  disabled: "neutral",
  revoking: "machine",
  unproven: "high",
  expired: "neutral",
  missing: "medium",
  active: "neutral",
};

/** The state of a token in a word; its meaning on hover. */
export function StateBadge({ state }: { state: TokenState }) {
  return (
    <Badge tone={tones[state]} title={tokenStateMeanings[state]}>
      {tokenStateTitles[state]}
    </Badge>
  );
}

/** When something was last seen to happen, or that nobody knows. */
export function When({ fact, unknown }: { fact: Dated; unknown?: string }) {
  if (!fact) return <Unknown title={unknown} />;
  return (
    <span title={fact.source ? `According to ${fact.source}` : undefined}>
      <RelativeTime at={fact.at} />
    </span>
  );
}

export function Expiry({ expiry }: { expiry: TokenRow["expiry"] }) {
  if (expiry.kind === "unknown") return <Unknown title="Its system does not say when it expires" />;
  if (expiry.kind === "never") return <span>Never</span>;
  return <RelativeTime at={expiry.at} />;
}

/** Who answers for it. A suggestion never looks like a confirmed owner. */
export function Owner({ owner }: { owner: TokenRow["owner"] }) {
  if (!owner) return <span className="text-ink-3">nobody</span>;
  const left = owner.status === "active" ? "" : ` (${owner.status})`;
  if (owner.state === "suggested") return <span className="text-ink-3 italic">{`${owner.name}${left}, suggested`}</span>;
  return <span className={left ? "text-critical" : undefined}>{`${owner.name}${left}`}</span>;
}

export function Environment({ name }: { name: string | null }) {
  return name === null ? <Unknown title="Nobody said which environment it works in" /> : <span>{name}</span>;
}

/** What is wrong with it, in short; "+2" where there is more. */
export function FindingMarks({ findings }: { findings: TokenRow["findings"] }) {
  const [first, ...more] = findings;
  if (!first) return null;
  const title = findings.map(({ rule }) => ruleTitles[rule] ?? rule).join(", ");
  return (
    <span className="inline-flex items-center gap-1" title={title}>
      <Badge tone={first.severity === "critical" ? "critical" : first.severity === "high" ? "high" : first.severity === "medium" ? "medium" : "neutral"}>
        {ruleTitles[first.rule] ?? first.rule}
      </Badge>
      {more.length > 0 && (
        <span className="text-[12px] text-ink-3">
          <span aria-hidden>+{more.length}</span>
          <span className="sr-only">{more.map(({ rule }) => ruleTitles[rule] ?? rule).join(", ")}</span>
        </span>
      )}
    </span>
  );
}
