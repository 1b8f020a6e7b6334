import { ExactTime } from "@/components/ui/exact-time";
import { Table, Td, Th } from "@/components/ui/table";
import { formatCount } from "@/lib/core/format";
import type { MachineLane } from "@/lib/requests/machine-lane";

const phases = { preflight: "Looked", act: "Acted", probe: "Tried the token" } as const;
const outcomes: Record<string, string> = {
  done: "done, it said",
  already_gone: "gone already",
  declined: "declined",
  unknown: "no usable answer",
  alive: "still opens",
  dead: "refused",
  control_ok: "control let in",
  control_failed: "control refused",
};
const controls: Record<string, string> = { accepted: "let in", refused: "refused too", unreachable: "not reached", none: "none" };

/** Every call the machine made, newest last, with what was answered. Secrets are cut out before they are written down. */
export function Transcript({ execution }: { execution: MachineLane }) {
  const { attempts, attemptCount } = execution;
  if (attempts.length === 0) return null;
  return (
    <details className="mt-4 rounded-md border border-line bg-panel" open={execution.status === "proven" || execution.status === "refused" || undefined}>
      <summary className="cursor-pointer px-[18px] py-3 text-[13px] font-[550]">
        Transcript{" "}
        <span className="font-normal text-ink-3">
          {attemptCount > attempts.length
            ? `the last ${formatCount(attempts.length)} of ${formatCount(attemptCount)} calls`
            : `${formatCount(attemptCount)} calls`}
        </span>
      </summary>
      <div className="px-[18px] pb-4">
        <Table label="Calls of the machine">
          <thead>
            <tr>
              <Th>#</Th>
              <Th>When</Th>
              <Th>What</Th>
              <Th>Answer</Th>
              <Th numeric>Status</Th>
              <Th>Control token</Th>
              <Th>Evidence</Th>
            </tr>
          </thead>
          <tbody>
            {attempts.map((attempt) => (
              <tr key={attempt.n}>
                <Td className="text-ink-3">{attempt.n}</Td>
                <Td className="whitespace-nowrap">
                  <ExactTime at={attempt.at} show="time" />
                </Td>
                <Td className="whitespace-nowrap">{phases[attempt.phase]}</Td>
                <Td
                  className={
                    attempt.outcome === "alive"
                      ? "whitespace-nowrap text-critical"
                      : attempt.outcome === "dead"
                        ? "whitespace-nowrap text-ok"
                        : "whitespace-nowrap"
                  }
                >
                  {attempt.endedAt ? (outcomes[attempt.outcome ?? ""] ?? attempt.outcome ?? "none") : "under way"}
                </Td>
                <Td numeric>{attempt.httpStatus === null || attempt.httpStatus === 0 ? "" : attempt.httpStatus}</Td>
                <Td>{attempt.control ? (controls[attempt.control] ?? attempt.control) : ""}</Td>
                <Td className="min-w-[240px] text-ink-2">{attempt.evidence}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </details>
  );
}
