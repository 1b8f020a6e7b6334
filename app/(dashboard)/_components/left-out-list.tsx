import { Message } from "@/components/ui/message";
import { plural } from "@/lib/core/format";
import type { Left } from "@/lib/tokens/recheck-selection";

const shown = 20;

/** What an act on many did, and each that it left out, with why. */
export function LeftOutList({ done, left, noun = "token" }: { done: string; left: Left[]; noun?: string }) {
  return (
    <div role="status" className="flex flex-col gap-3 text-[13px]">
      <p className="text-[13.5px]">{done}</p>
      {left.length > 0 && (
        <Message tone="info" title={`${plural(left.length, `${noun} was`, `${noun}s were`)} left out`}>
          <ul className="mt-1 flex flex-col gap-1">
            {left.slice(0, shown).map(({ id, name, reason }) => (
              <li key={id}>
                <b className="font-[560] break-all">{name ?? id}</b>: {reason}
              </li>
            ))}
            {left.length > shown && <li>and {plural(left.length - shown, `more ${noun}`)}; the audit log names each.</li>}
          </ul>
        </Message>
      )}
    </div>
  );
}
