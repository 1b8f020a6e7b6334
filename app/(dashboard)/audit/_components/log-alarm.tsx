import { ExactTime } from "@/components/ui/exact-time";
import { Message } from "@/components/ui/message";
import type { LogState } from "@/lib/audit/log-state";

/** What is wrong with the log as a whole; nothing when nothing is. */
export function LogAlarm({ state: { broken, late } }: { state: LogState }) {
  if (broken)
    return (
      <div className="mt-4">
        <Message tone="error" title="The log in the database is not the one that was sealed">
          Found on <ExactTime at={broken.at} />: {broken.reason} Nothing is sealed and the machine starts nothing new; proofs that were begun go on. Export the
          log and verify it on another machine: it names the first bad entry. Once somebody has looked, on the host:{" "}
          <code className="mono">countersign audit resume --reason …</code>
        </Message>
      </div>
    );
  if (!late) return null;
  return (
    <div className="mt-4">
      <Message tone="warn" title="The log is not being sealed">
        Entries wait since <ExactTime at={late.since} />, and are in no export yet. See whether the executor runs; its log on the host says what is in the way.
      </Message>
    </div>
  );
}
