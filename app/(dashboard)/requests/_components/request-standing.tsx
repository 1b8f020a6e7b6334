import { MachineMark, PersonMark } from "@/components/ui/marks";
import type { RequestRow } from "@/lib/requests/list-requests";

/** Where a request stands, in a few words, with the mark of who is at it: round for people, square for the machine. */
export function RequestStanding({ row }: { row: RequestRow }) {
  const { machine, status, effect } = row;
  if (machine.unproven > 0)
    return (
      <Words mark={<MachineMark state="live" />}>
        <span className="text-high">Unproven: not seen {effect} yet</span>
      </Words>
    );
  if (machine.living > 0) return <Words mark={<MachineMark state="live" />}>The machine is at it</Words>;
  if (machine.proven > 0 && machine.proven === machine.targets) return <Words mark={<MachineMark />}>Proven {effect}</Words>;
  if (machine.proven > 0) return <Words mark={<MachineMark state="open" />}>{`${machine.proven} of ${machine.targets} proven ${effect}`}</Words>;
  if (machine.irrevocable > 0 && machine.refused === 0) return <Words mark={<MachineMark state="failed" />}>Can’t be revoked</Words>;
  if (machine.refused > 0) return <Words mark={<MachineMark state="failed" />}>Refused by the machine</Words>;
  switch (status) {
    case "pending":
      return (
        <Words mark={<PersonMark state={row.signed > 0 ? "live" : "open"} />}>
          {row.signed} of {row.needed} signed
        </Words>
      );
    case "approved":
      return <Words mark={<MachineMark state="wait" />}>Approved, waits for the machine</Words>;
    case "denied":
      return <Words mark={<PersonMark state="failed" />}>Denied</Words>;
    case "withdrawn":
      return <Words mark={<PersonMark state="failed" />}>Withdrawn</Words>;
    case "expired":
      return <Words mark={<PersonMark state="wait" />}>Expired</Words>;
    case "stopped":
      return <Words mark={<PersonMark state="failed" />}>Stopped</Words>;
    default:
      return status satisfies never;
  }
}

function Words({ mark, children }: { mark: React.ReactNode; children: React.ReactNode }) {
  return (
    <span className="inline-flex max-w-full items-center gap-2">
      {mark}
      <span className="truncate">{children}</span>
    </span>
  );
}
