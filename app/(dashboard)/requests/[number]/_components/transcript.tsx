import { clsx } from "clsx";
import { ExactTime } from "@/components/ui/exact-time";
import { formatCount } from "@/lib/core/format";
import type { MachineAttempt, MachineLane } from "@/lib/requests/machine-lane";

const phases = { preflight: "Looked", act: "Acted", probe: "Tried the token" } as const;
const outcomes: Record<string, string> = {
  done: "done, it said",
  already_gone: "gone already",
  declined: "declined",
  unknown: "proves nothing",
  alive: "still opens",
  dead: "refused",
};
const controls: Record<string, string> = { accepted: "control token let in", refused: "control token refused too", unreachable: "control token not reached" };

/** Every call the machine made, oldest first, with what was answered. Secrets are cut out before they are written down. */
export function Transcript({ execution }: { execution: MachineLane }) {
  const { attempts, attemptCount, status } = execution;
  if (attempts.length === 0) return null;
  const ended = status === "proven" || status === "refused" || status === "irrevocable";
  const count =
    attemptCount > attempts.length ? `the last ${formatCount(attempts.length)} of ${formatCount(attemptCount)} calls` : `${formatCount(attemptCount)} calls`;
  return (
    <details className="mt-4 rounded-md border border-line bg-panel" open={ended}>
      <summary className="cursor-pointer px-[18px] py-3 text-[13px] font-[550]">
        Transcript <span className="font-normal text-ink-3">{count}</span>
      </summary>
      <ol className="border-t border-line text-[13px]">
        {attempts.map((attempt) => (
          <Call key={attempt.n} attempt={attempt} />
        ))}
      </ol>
    </details>
  );
}

function Call({ attempt }: { attempt: MachineAttempt }) {
  const { n, phase, at, endedAt, outcome, httpStatus, evidence, control } = attempt;
  const answer = endedAt ? (outcomes[outcome ?? ""] ?? outcome ?? "no answer") : "under way";
  const said = [evidence, control ? controls[control] : null].filter(Boolean).join("; ");
  return (
    <li className="grid grid-cols-[28px_66px_1fr] gap-x-3 border-b border-line px-[18px] py-1.5 last:border-b-0 md:grid-cols-[28px_66px_260px_1fr]">
      <span className="text-right text-ink-3 tabular-nums">{n}</span>
      <ExactTime at={at} show="time" className="text-ink-2 tabular-nums" />
      <span>
        {phases[phase]}: <span className={clsx("font-[520]", outcome === "alive" && "text-critical", outcome === "dead" && "text-ok")}>{answer}</span>
        {httpStatus ? <span className="text-ink-3"> {httpStatus}</span> : null}
      </span>
      <span className="break-words text-ink-2 max-md:col-start-3">{said}</span>
    </li>
  );
}
