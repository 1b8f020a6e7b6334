import { Card } from "@/components/ui/card";
import { ExactTime } from "@/components/ui/exact-time";
import { MachineMark } from "@/components/ui/marks";
import type { PersonPage } from "@/lib/people/person-page";

type Change = PersonPage["history"][number];

/** What the directory said of a person over time. */
export function History({ history }: { history: Change[] }) {
  return (
    <Card title="What the directory said">
      <ol>
        {history.map((change, index) => (
          <li key={`${change.recordedAt.toISOString()}-${change.is}`} className="relative grid grid-cols-[14px_1fr_auto] gap-x-2.5 pb-3 text-[13px] last:pb-0">
            {index < history.length - 1 && <span aria-hidden className="absolute top-[19px] bottom-px left-[6px] w-[2px] bg-line" />}
            <MachineMark className="mt-[3px]" />
            <span className="min-w-0 break-words">
              <b className="font-[560]">{inWords(change)}</b> <span className="text-ink-2">{change.source}</span>
            </span>
            <ExactTime at={change.at} className="text-[12px] text-ink-3" />
          </li>
        ))}
      </ol>
      {history.length === 0 && <p className="text-[13px] text-ink-2">Nothing has changed since the person was first seen.</p>}
    </Card>
  );
}

function inWords({ was, is }: Change): string {
  if (is === "departed") return "Left";
  if (is === "suspended") return "Suspended";
  if (was === null) return "First seen, active";
  return was === "departed" ? "Came back" : "Active again";
}
