import { Badge, type Tone } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, Td, Th } from "@/components/ui/table";
import { formatCount, formatDuration, plural } from "@/lib/core/format";
import type { Reject, Run } from "../../_components/views";

const tones: Record<Run["status"], Tone> = {
  queued: "neutral",
  running: "machine",
  succeeded: "ok",
  partial: "medium",
  failed: "critical",
  cancelled: "neutral",
};

/** The latest syncs and what each brought. */
export function RunTable({ runs }: { runs: Run[] }) {
  if (runs.length === 0) return null;
  return (
    <Card title="Syncs">
      <Table label="Syncs, newest first">
        <thead>
          <tr>
            <Th>When</Th>
            <Th>Ended</Th>
            <Th>Asked by</Th>
            <Th numeric>Read</Th>
            <Th numeric>New</Th>
            <Th numeric>Changed</Th>
            <Th numeric>Missing</Th>
            <Th numeric>Not understood</Th>
            <Th numeric>Took</Th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <Td className="whitespace-nowrap">
                <RelativeTime at={run.startedAt ?? run.queuedAt} />
              </Td>
              <Td>
                <Badge tone={tones[run.status]}>{run.status}</Badge>
                {run.error && <span className="ml-2 text-[12.5px] text-ink-2">{run.error}</span>}
              </Td>
              <Td className="whitespace-nowrap text-ink-2">{askedBy(run.trigger)}</Td>
              <Td numeric>{formatCount(run.read)}</Td>
              <Td numeric>{formatCount(run.created)}</Td>
              <Td numeric>{formatCount(run.changed)}</Td>
              <Td numeric>{formatCount(run.missing)}</Td>
              <Td numeric className={run.rejected > 0 ? "text-high" : undefined}>
                {formatCount(run.rejected)}
              </Td>
              <Td numeric className="whitespace-nowrap">
                {run.startedAt && run.finishedAt ? formatDuration(new Date(run.finishedAt).getTime() - new Date(run.startedAt).getTime()) : ""}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

const askedBy = (trigger: string): string =>
  trigger.startsWith("person:") ? "a person" : trigger.startsWith("operator:") ? trigger.slice("operator:".length) : trigger;

/** Rows of the newest sync that could not be understood: counted, shown, never guessed at. */
export function RejectTable({ rejects }: { rejects: Reject[] }) {
  if (rejects.length === 0) return null;
  return (
    <Card title="Not understood in the newest sync" aside={plural(rejects.length, "row")}>
      <Table label="Rows that could not be understood">
        <thead>
          <tr>
            <Th>Row</Th>
            <Th>Field</Th>
            <Th>Why</Th>
          </tr>
        </thead>
        <tbody>
          {rejects.map((reject) => (
            <tr key={reject.id}>
              <Td className="mono">{reject.reference}</Td>
              <Td className="mono">{reject.field}</Td>
              <Td>{reject.reason}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
