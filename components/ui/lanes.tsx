import { clsx } from "clsx";
import { MachineMark, type MarkState, PersonMark } from "./marks";

export interface LaneStep {
  id: string;
  state: MarkState;
  title: React.ReactNode;
  time?: React.ReactNode;
  detail?: React.ReactNode;
}

const words: Record<MarkState, string> = { done: "done", live: "under way", open: "ready", wait: "not yet", failed: "ended here" };

/** The product's signature: people decide on the left, the machine acts on the right, and between them stands a wall. */
export function Lanes({ people, machine, className }: { people: readonly LaneStep[]; machine: readonly LaneStep[]; className?: string }) {
  return (
    <div className={clsx("grid grid-cols-1 md:grid-cols-[1fr_34px_1fr]", className)}>
      <Lane
        title="People decide"
        kind="person"
        steps={people}
        className="rounded-t-md border-b-0 md:rounded-tr-none md:rounded-l-md md:border-r-0 md:border-b"
      />
      <div className="wall grid min-h-[26px] place-items-center border border-x-line-2 border-y-line">
        <span className="bg-sunken px-2 text-[11px] leading-none font-[500] text-ink-3 md:px-0 md:py-2 md:[writing-mode:vertical-rl]">
          web cannot act · machine cannot sign
        </span>
      </div>
      <Lane
        title="Machine acts"
        kind="machine"
        steps={machine}
        className="rounded-b-md border-t-0 md:rounded-bl-none md:rounded-r-md md:border-t md:border-l-0"
      />
    </div>
  );
}

function Lane({ title, kind, steps, className }: { title: string; kind: "person" | "machine"; steps: readonly LaneStep[]; className: string }) {
  const Mark = kind === "person" ? PersonMark : MachineMark;
  return (
    <section aria-label={title} className={clsx("min-w-0 border border-line bg-panel px-[18px] py-4", className)}>
      <h2 className={clsx("mb-3.5 flex items-center gap-2 text-[14px] leading-none font-[600]", kind === "person" ? "text-people" : "text-machine")}>
        <Mark />
        {title}
      </h2>
      <ol>
        {steps.map((step, index) => (
          <li key={step.id} className="relative grid grid-cols-[14px_1fr_auto] gap-x-2.5 pb-4 last:pb-1" data-state={step.state}>
            {index < steps.length - 1 && <span aria-hidden className="absolute top-[19px] bottom-px left-[6px] w-[2px] bg-line" />}
            <Mark state={step.state} className="mt-[3px]" />
            <span className={clsx("min-w-0 break-words", step.state === "wait" && "text-ink-3")}>
              {step.title}
              <span className="sr-only"> ({words[step.state]})</span>
            </span>
            <span className="text-[12px] leading-[20px] text-ink-3">{step.time}</span>
            {step.detail && <div className="col-start-2 col-end-4 text-[13px] break-words text-ink-2">{step.detail}</div>}
          </li>
        ))}
      </ol>
    </section>
  );
}
