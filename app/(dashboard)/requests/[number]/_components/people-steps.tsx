import Link from "next/link";
import type { LaneStep } from "@/components/ui/lanes";
import { plural } from "@/lib/core/format";
import type { PersonStep } from "@/lib/requests/people-lane";
import type { RequestPage } from "@/lib/requests/request-page";
import { LaneTime } from "./lane-time";

/** The people's lane: what each did, oldest first, and who is still awaited. */
export function peopleSteps(request: RequestPage): LaneStep[] {
  const done = request.people.map((step, index) => stepOf(step, index, request));
  const end = lastStep(request);
  return end ? [...done, end] : done;
}

const verbs: Record<PersonStep["kind"], string> = {
  requested: "Requested",
  requester_signed: "Signed by the requester",
  signed: "Signed",
  denied: "Denied",
  withdrawn: "Withdrawn",
  stopped: "Stopped",
};

function stepOf(step: PersonStep, index: number, request: RequestPage): LaneStep {
  const who =
    "operator" in step.person ? `${step.person.operator}, on the executor’s host` : [step.person.name, step.person.department].filter(Boolean).join(", ");
  const over = step.kind === "denied" || step.kind === "withdrawn" || step.kind === "stopped";
  const key = step.key && (step.key.kind === "webauthn" ? `Passkey “${step.key.name}”, user verified.` : `File key “${step.key.name}”.`);
  const total = request.targets.length;
  const narrowed = step.covers !== null && step.covers < total && `Narrowed from ${plural(total, "token")} to ${step.covers}.`;
  return {
    id: `${step.kind}-${step.at}-${index}`,
    state: over ? "failed" : "done",
    title: (
      <>
        <b className="font-[560]">{verbs[step.kind]}</b> {step.kind === "requester_signed" ? `· ${who}` : `by ${who}`}
      </>
    ),
    time: <LaneTime at={step.at} />,
    detail: step.reason ? <q>{step.reason}</q> : [key, narrowed].filter(Boolean).join(" ") || undefined,
  };
}

/** What comes after the last thing a person did. */
function lastStep(request: RequestPage): LaneStep | null {
  const { status, quorum, people } = request;
  const signed = new Set(people.flatMap(({ kind, person }) => (kind === "signed" && "id" in person ? [person.id] : []))).size;
  const executions = request.targets.flatMap(({ execution }) => execution ?? []);
  // A request is approved as soon as one of its tokens is; the others may need more people.
  const enough = executions.length === request.targets.length;
  if ((status === "approved" && enough) || (status === "pending" && executions.length > 0 && enough)) {
    // The whole of it is approved with the token that waited longest for its people.
    const last = executions.toSorted((one, other) => one.queuedAt.localeCompare(other.queuedAt)).at(-1);
    const counted = last?.quorum?.counted;
    const words = counted ? `, ${plural(counted.people, "person", "people")} from ${plural(counted.groups, "group")}` : "";
    return {
      id: "approved",
      state: "open",
      title: (
        <>
          <b className="font-[560]">Approved</b>
          {words}
        </>
      ),
      time: last && <LaneTime at={last.queuedAt} />,
    };
  }
  if (status === "expired")
    return {
      id: "expired",
      state: "failed",
      title: <b className="font-[560]">Expired</b>,
      time: <LaneTime at={request.expiresAt} />,
      detail: "Too few people had signed by then.",
    };
  if (status !== "pending" && status !== "approved") return null;
  return {
    id: "awaited",
    state: "wait",
    title: `${signed} of ${quorum.people + (isUnsigned(request) ? 1 : 0)} signed${quorum.groups > 1 ? `; ${quorum.groups} groups needed` : ""}`,
    detail: <Awaited request={request} />,
  };
}

const isUnsigned = ({ people }: RequestPage): boolean => !people.some(({ kind }) => kind === "requester_signed");

function Awaited({ request }: { request: RequestPage }) {
  const { mayStillSign, requester } = request;
  const shown = mayStillSign.slice(0, 6);
  return (
    <>
      {mayStillSign.length === 0 ? (
        <p className="text-critical">
          Nobody else has an active key, so this can’t be approved yet. An administrator enrols approvers by the{" "}
          <Link href="/set-up" className="underline">
            set-up checklist
          </Link>
          .
        </p>
      ) : (
        <p>
          Could sign: {shown.map(({ name, groups }) => (groups.length > 0 ? `${name} (${groups.join(", ")})` : name)).join(", ")}
          {mayStillSign.length > shown.length && ` and ${mayStillSign.length - shown.length} more`}.
        </p>
      )}
      {isUnsigned(request) && <p className="mt-1 text-ink-3">{requester.name} has not signed the request. Unsigned, it needs one more approver.</p>}
    </>
  );
}
