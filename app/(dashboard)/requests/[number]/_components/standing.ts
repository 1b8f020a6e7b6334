import type { RequestPage } from "@/lib/requests/request-page";

/** Where a request stands, in one sentence: read aloud when it changes. */
export function standingOf(request: RequestPage): string {
  const executions = request.targets.flatMap(({ execution }) => execution ?? []);
  const count = (status: string) => executions.filter((execution) => execution.status === status).length;
  const total = request.targets.length;
  const { effect } = request;
  if (count("proven") === total) return total === 1 ? `Proven ${effect}.` : `All ${total} tokens are proven ${effect}.`;
  if (executions.some(({ unprovenSince, status }) => unprovenSince && status === "proving"))
    return `Acted, but not proven ${effect} yet. The machine keeps trying.`;
  if (count("proving") > 0) return `Acted. The machine is proving that the token is ${effect}.`;
  if (count("acting") > 0) return "The machine is acting.";
  if (count("checking_authority") > 0) return "The machine is checking the authority.";
  if (count("queued") > 0) return "Approved. The machine waits until people had time to stop it.";
  if (count("refused") === total) return "The machine refused.";
  // whoever stopped it is named below
  if (executions.length === total && count("stopped") < total)
    return `${[`${count("proven")} of ${total} proven ${effect}`, words(count("irrevocable"), "can’t be revoked"), words(count("refused"), "refused"), words(count("stopped"), "stopped")].filter(Boolean).join("; ")}.`;
  switch (request.status) {
    case "pending":
      return "It waits for signatures.";
    case "approved":
      return "Approved. The machine takes it up next.";
    case "denied":
      return "Denied. Nothing was done.";
    case "withdrawn":
      return "Withdrawn. Nothing was done.";
    case "expired":
      return "Expired before enough people had signed. Nothing was done.";
    case "stopped":
      return "Stopped.";
    default:
      return request.status satisfies never;
  }
}

const words = (count: number, what: string): string | null => (count > 0 ? `${count} ${what}` : null);
