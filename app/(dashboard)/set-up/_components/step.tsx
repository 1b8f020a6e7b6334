import { MachineMark, PersonMark } from "@/components/ui/marks";
import type { StepState } from "@/lib/set-up/steps";

interface Props {
  state: StepState;
  title: string;
  /** done on the executor's host rather than in the browser */
  onHost?: boolean;
  children: React.ReactNode;
  action?: React.ReactNode;
}

const labels: Record<StepState, string> = { done: "done", open: "to do now", wait: "later" };

/** One step of the checklist: what it is for, how far it is, and the one thing to do next. */
export function Step({ state, title, onHost = false, children, action }: Props) {
  const Mark = onHost ? MachineMark : PersonMark;
  return (
    <li className="grid grid-cols-[14px_1fr] gap-x-3 border-b border-line px-[18px] py-3.5 last:border-b-0">
      <Mark state={state} label={labels[state]} className="mt-[3px]" />
      <div className="flex min-w-0 flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 max-w-[72ch] flex-1 basis-80">
          <h2 className="text-[14px] leading-snug font-[580]">{title}</h2>
          <div className="mt-0.5 flex flex-col gap-1.5 text-[13px] text-ink-2">{children}</div>
        </div>
        {action && <div className="flex flex-wrap gap-2">{action}</div>}
      </div>
    </li>
  );
}
