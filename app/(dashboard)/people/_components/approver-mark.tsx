import { PersonMark } from "@/components/ui/marks";
import type { PersonRow } from "@/lib/people/queries";

const missingWords = { key: "no active key", group: "in no approver group" } as const;

/** Whether an approver's signature counts yet; for others whether they have a key at all. */
export function ApproverMark({ person: { approver, keys } }: { person: Pick<PersonRow, "approver" | "keys"> }) {
  if (approver?.signed)
    return (
      <span className="inline-flex items-center gap-1.5" title={`Signs for ${approver.groups.join(", ")}`}>
        <PersonMark />
        signature counts
      </span>
    );
  if (approver)
    return (
      <span className="inline-flex items-center gap-1.5 text-high" title={`Missing: ${approver.missing.map((what) => missingWords[what]).join(" and ")}`}>
        <PersonMark state="wait" />
        approver: not signed yet
      </span>
    );
  const active = keys.filter(({ standing }) => standing === "active").length;
  if (active > 0)
    return (
      <span className="inline-flex items-center gap-1.5 text-ink-2">
        <PersonMark state="open" />
        {active === 1 ? "has a key" : `has ${active} keys`}
      </span>
    );
  return null;
}
