import type { LaneStep } from "@/components/ui/lanes";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatDuration, plural } from "@/lib/core/format";
import type { MachineLane } from "@/lib/requests/machine-lane";
import type { RequestPage, RequestTargetView } from "@/lib/requests/request-page";
import { LaneTime } from "./lane-time";
import { Proving } from "./proving";

const strong = (text: string) => <b className="font-[560]">{text}</b>;

/** The machine's lane for one target: authority checked, acted, proving, proven. It ends where the machine refused, and before it began where people ended the request. */
export function machineSteps(request: RequestPage, target: RequestTargetView): LaneStep[] {
  const { execution } = target;
  if (isOver(request, target)) return [authority(request, target)];
  const steps = [authority(request, target), acted(execution), proving(execution), proven(execution)];
  const failed = steps.findIndex((step) => step.state === "failed");
  return failed === -1 ? steps : steps.slice(0, failed + 1);
}

/** Ended by people before the machine had anything to do. */
const isOver = ({ status }: RequestPage, { execution }: RequestTargetView): boolean => !execution && status !== "pending" && status !== "approved";

function authority(request: RequestPage, target: RequestTargetView): LaneStep {
  const { execution, waits } = target;
  const id = "authority";
  if (!execution) {
    if (isOver(request, target))
      return { id, state: "wait", title: "Nothing to do", detail: "The request ended before the machine had authority. It has not touched the token." };
    if (waits) return { id, state: "wait", title: "Waits for authority", time: <LaneTime at={waits.at} />, detail: waits.detail };
    return {
      id,
      state: "wait",
      title: "Authority checked",
      detail: "Begins when enough people have signed. Every signature is verified anew, then the token itself is compared with what was signed.",
    };
  }
  if (!execution.checkedAt && execution.refusal) return refused(id, execution);
  if (execution.status === "queued" && !execution.checkedAt) return { id, state: "live", title: strong("Authority is being checked") };
  if (!execution.checkedAt) return { id, state: "live", title: strong("Authority is being checked") };
  const counted = execution.quorum?.counted;
  const words = counted
    ? `${plural(counted.people, "signature")} chain${counted.people === 1 ? "s" : ""} to the trust root; ${plural(counted.people, "person", "people")}, ${plural(counted.groups, "group")}; target unchanged.`
    : "The signatures chain to the trust root; target unchanged.";
  const because = execution.quorum?.because?.length ? ` Critical because ${execution.quorum.because.join(" and ")}.` : "";
  const walls = execution.walls === "full" ? "" : " Walls: database only.";
  return {
    id,
    state: "done",
    title: strong("Authority checked"),
    time: <LaneTime at={execution.checkedAt} />,
    detail: `${words}${because}${walls}`,
  };
}

function acted(execution: MachineLane | null): LaneStep {
  const id = "acted";
  if (!execution?.checkedAt) return { id, state: "wait", title: "Acted" };
  if (!execution.actedAt && execution.refusal) return refused(id, execution);
  if (execution.actedAt || execution.provingSince) {
    const attempt =
      execution.attempts.findLast(({ phase, outcome }) => phase === "act" && outcome !== "unknown") ??
      execution.attempts.findLast(({ phase }) => phase === "act");
    const gone = execution.result === "already_gone";
    return {
      id,
      state: "done",
      title: strong(gone ? "It was gone already" : "Acted"),
      time: execution.actedAt && <LaneTime at={execution.actedAt} />,
      detail: attempt
        ? `${attempt.evidence ?? `Its system answered ${attempt.httpStatus ?? "nothing"}`}. That is not proof.`
        : gone
          ? "Nothing was left to do. That is not proof either."
          : "Its system’s answer is not proof.",
    };
  }
  if (execution.status === "acting") return { id, state: "live", title: strong("Acting"), detail: "The intent is on record; the call is being made." };
  return {
    id,
    state: "open",
    title: (
      <>
        {strong("Acts")} <RelativeTime at={execution.notBefore} />
      </>
    ),
    detail: (
      <>
        Until then it can be stopped on the executor’s host: <code className="mono">countersign request stop</code>.
      </>
    ),
  };
}

function proving(execution: MachineLane | null): LaneStep {
  const id = "proving";
  if (!execution?.provingSince)
    return execution?.status === "irrevocable"
      ? { id, state: "failed", title: strong("Can’t be revoked"), detail: "Its system offers no means. The transcript says what was tried." }
      : { id, state: "wait", title: "Proving" };
  const over = execution.status === "proven";
  const { proof } = execution;
  const span = (execution.endedAt ? new Date(execution.endedAt).getTime() : Date.now()) - new Date(execution.provingSince).getTime();
  const count = proof ? `, ${over ? plural(proof.refusals, "refusal") : `${proof.refusals} of ${plural(proof.window.refusals, "refusal")}`} in a row` : "";
  return {
    id,
    state: over ? "done" : execution.status === "irrevocable" ? "failed" : "live",
    title: (
      <>
        {strong(execution.unprovenSince && !over ? "Unproven, still trying" : over ? "Proved" : "Proving")}
        {count}
      </>
    ),
    time: <span suppressHydrationWarning>{formatDuration(span)}</span>,
    detail: <Proving execution={execution} />,
  };
}

function proven(execution: MachineLane | null): LaneStep {
  const id = "proven";
  if (execution?.status !== "proven") return { id, state: "wait", title: `Proven ${execution?.effect ?? "dead"}` };
  const { proof, effect } = execution;
  const seconds = proof?.from && proof.to ? formatDuration(new Date(proof.to).getTime() - new Date(proof.from).getTime()) : null;
  return {
    id,
    state: "done",
    title: strong(`Proven ${effect}`),
    time: execution.endedAt && <LaneTime at={execution.endedAt} />,
    detail: proof
      ? `${basisInWords(proof.basis, effect)} ${proof.refusals} times in a row${seconds ? ` over ${seconds}` : ""}.${effect === "dead" ? " Its findings close with this as their evidence." : " It is no proof of death, so its findings stay as they are."}`
      : "The transcript below is the proof.",
  };
}

/** What the proof rests on. A vendor's record is less than a refusal of the token itself, so it is never called one. */
function basisInWords(basis: string | null | undefined, effect: string): string {
  if (basis === "absent") return "Its system no longer has it";
  if (basis === "record") return `Its system shows no secrets, so the token itself could not be tried. Its own record of the token said ${effect}`;
  return "The token itself was refused";
}

function refused(id: string, { refusal, status, endedAt }: MachineLane): LaneStep {
  return {
    id,
    state: "failed",
    title: (
      <>
        {strong(status === "stopped" ? "Stopped" : "Refused")} · <span className="mono">{refusal?.name}</span>
      </>
    ),
    time: endedAt && <LaneTime at={endedAt} />,
    detail: (
      <>
        {refusal?.sentence}
        {refusal?.detail && <span className="block text-ink-3">{refusal.detail}</span>}
      </>
    ),
  };
}
