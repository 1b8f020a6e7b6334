import { clsx } from "clsx";
import Link from "next/link";
import { MachineMark, type MarkState } from "@/components/ui/marks";
import type { RequestTargetView } from "@/lib/requests/request-page";

/** The tokens of a request; the machine's lane below is that of the chosen one. */
export function TargetPicker({ targets, current, number }: { targets: RequestTargetView[]; current: string; number: number }) {
  return (
    <nav aria-label="Tokens of this request" className="mt-4">
      <ul className="flex flex-wrap gap-2">
        {targets.map((target) => (
          <li key={target.digest}>
            <Link
              href={`/requests/${number}?target=${target.digest}`}
              replace
              scroll={false}
              aria-current={target.digest === current ? "true" : undefined}
              className={clsx(
                "inline-flex h-8 items-center gap-2 rounded-md border px-2.5 text-[13px]",
                target.digest === current ? "border-machine bg-machine-soft font-[550]" : "border-line-2 bg-panel hover:bg-sunken",
              )}
            >
              <MachineMark {...markOf(target)} />
              {target.signed.name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** What the machine did with a target, by the effect that it was asked for. */
export function markOf({ execution }: Pick<RequestTargetView, "execution">): { state: MarkState; label: string } {
  if (!execution) return { state: "wait", label: "not begun" };
  if (execution.status === "proven") return { state: "done", label: `proven ${execution.effect}` };
  if (execution.status === "refused" || execution.status === "stopped" || execution.status === "irrevocable")
    return { state: "failed", label: execution.status };
  return { state: "live", label: "under way" };
}
