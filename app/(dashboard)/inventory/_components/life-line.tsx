import Link from "next/link";
import { ExactTime } from "@/components/ui/exact-time";
import { MachineMark, PersonMark } from "@/components/ui/marks";
import type { LifeEvent } from "@/lib/tokens/life-line";

/** What happened to a token, oldest first: round marks where people did it, square where the machine did, a dash for what its system told. */
export function LifeLine({ life }: { life: LifeEvent[] }) {
  return (
    <ol className="text-[13px]">
      {life.map((event, index) => (
        <li key={`${event.at}-${event.what}`} className="relative grid grid-cols-[14px_1fr_auto] gap-x-2.5 pb-3 last:pb-0">
          {index < life.length - 1 && <span aria-hidden className="absolute top-[19px] bottom-px left-[6px] w-[2px] bg-line" />}
          <Mark by={event.by} />
          <span className="min-w-0 break-words">
            {event.what}
            {event.who && <span className="text-ink-2"> · {event.who}</span>}
            {event.request && (
              <>
                {" "}
                <Link href={`/requests/${event.request}`} className="text-ink-2 underline">
                  R-{event.request}
                </Link>
              </>
            )}
            {event.source && <span className="block text-[12px] text-ink-3">according to {event.source}</span>}
          </span>
          <ExactTime at={event.at} className="text-[12px] leading-5 text-ink-3" />
        </li>
      ))}
    </ol>
  );
}

function Mark({ by }: { by: LifeEvent["by"] }) {
  if (by === "person") return <PersonMark className="mt-[3px]" label="a person" />;
  if (by === "machine") return <MachineMark className="mt-[3px]" label="the machine" />;
  return <span role="img" aria-label="its system" className="mt-[9px] h-[2px] w-3.5 bg-edge" />;
}
