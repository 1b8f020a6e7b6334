import { MachineMark, PersonMark } from "@/components/ui/marks";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Basis } from "@/lib/domain/workloads";

/** How something is known, by whom and since when: round where a person said so, square where the machine found it. A guess says that it is one. */
export function KnownBy({ basis, by, person, at }: { basis: Basis; by: string; person: boolean; at: string }) {
  const Mark = person ? PersonMark : MachineMark;
  return (
    <span className={basis === "suggested" ? "text-ink-3 italic" : "text-ink-3"}>
      <Mark className="mr-1 size-2.5! align-[-1px]" state={basis === "suggested" ? "open" : "done"} />
      {basis === "suggested" ? "only suggested" : basis} by {by}, <RelativeTime at={at} />
    </span>
  );
}
