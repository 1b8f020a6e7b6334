import { ExactTime } from "@/components/ui/exact-time";
import { Facts } from "@/components/ui/facts";
import { ruleOf } from "@/lib/detection/catalog";
import type { TokenFinding } from "@/lib/tokens/token-page";

/** Why the rule matters, what to do, how its severity follows and which controls it tests. Opened by who wants to know. */
export function FindingDetails({ finding, open }: { finding: TokenFinding; open: boolean }) {
  const rule = ruleOf(finding.rule);
  const facts = [
    ...(rule
      ? [
          { term: "Why it matters", value: rule.rationale },
          { term: "What to do", value: rule.remediation },
          { term: "Severity", value: rule.severity },
          { term: "Controls", value: <Controls controls={rule.controls} /> },
        ]
      : []),
    { term: "First seen", value: <ExactTime at={finding.firstSeen} /> },
    { term: "Last seen", value: <ExactTime at={finding.lastSeen} /> },
    ...(open && finding.due ? [{ term: "Due", value: <ExactTime at={finding.due} /> }] : []),
  ];
  return (
    <details className="mt-1">
      <summary className="w-fit cursor-pointer rounded-sm text-[12.5px] text-ink-3">
        Why, and what to do<span className="sr-only">: {rule?.short ?? finding.rule}</span>
      </summary>
      <Facts facts={facts} columns={1} className="mt-2 border-l border-line pl-3" />
    </details>
  );
}

function Controls({ controls }: { controls: NonNullable<ReturnType<typeof ruleOf>>["controls"] }) {
  return (
    <ul>
      {controls.map(({ framework, version, id, title }) => (
        <li key={`${framework} ${id}`}>
          {framework} {version} <span className="mono">{id}</span>: {title}
        </li>
      ))}
    </ul>
  );
}
