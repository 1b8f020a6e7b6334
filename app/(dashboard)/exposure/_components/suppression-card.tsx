import { Card } from "@/components/ui/card";
import { visible } from "@/lib/core/visible";
import type { SuppressionRow } from "@/lib/exposure/suppressions/list-suppressions";
import { SuppressionDecision } from "./suppression-decision";
import { Hid, Holds, SaidBy } from "./suppression-words";

/** What is and was said of an exposure's being a false positive. */
export function SuppressionCard({ rows, decider }: { rows: readonly SuppressionRow[]; decider: string | null }) {
  if (rows.length === 0) return null;
  return (
    <Card title="Said to be a false positive" aside={<a href="/exposure/suppressions">All of them</a>}>
      <ul className="divide-y divide-line text-[13px]">
        {rows.map((row) => (
          <li key={row.id} className="py-2.5 first:pt-0 last:pb-0">
            <p className="break-words">“{visible(row.reason, { lines: true })}”</p>
            <p className="mt-0.5 text-[12.5px] text-ink-3">
              <SaidBy row={row} /> · <Holds row={row} />
              {row.status === "active" && (
                <>
                  {" "}
                  · hid <Hid row={row} />
                </>
              )}
            </p>
            <div className="mt-1.5 empty:hidden">
              <SuppressionDecision row={row} decider={decider} />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
