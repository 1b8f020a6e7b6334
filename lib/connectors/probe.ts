import type { Control, Probed } from "./contract";
import { evidenceOf, faultOf } from "./evidence";
import type { VendorFault, VendorResponse } from "./vendor-http";

export interface ProbeParts {
  /** uses the target's credential at the chosen door */
  target: () => Promise<VendorResponse>;
  /** uses the control credential at the same door; null = there is none */
  control: (() => Promise<VendorResponse>) | null;
  /** reads the door's answer to the target */
  judge: (response: VendorResponse) => "dead" | "alive" | "unknown";
  /** whether the door let the control in */
  accepted: (response: VendorResponse) => boolean;
  /** what must not stand in the evidence */
  secrets: readonly (string | null)[];
}

/**
 * One look at whether a credential is dead: the credential itself at the vendor's door, then the control at the same door.
 * Refused in the shape of death while the control is let in = dead. A refused or unreachable control makes a refusal worth nothing,
 * since the door is shut to all; 5xx, 429, time-outs and anything unexpected prove nothing either.
 */
export async function probeWithControl({ target, control, judge, accepted, secrets }: ProbeParts): Promise<Probed> {
  const answer = await settle(target);
  if ("fault" in answer) return { kind: "unknown", status: answer.fault.status, evidence: answer.fault.message, control: "none" };
  const { status } = answer.response;
  const evidence = evidenceOf(answer.response, secrets);
  const verdict = judge(answer.response);
  const seen = await controlOutcome(control, accepted);
  switch (verdict) {
    case "alive":
      return { kind: "alive", status, evidence, control: seen };
    case "dead":
      return seen === "refused" || seen === "unreachable"
        ? { kind: "unknown", status, evidence: `${evidence} (but the control credential was ${seen} too)`, control: seen }
        : { kind: "dead", status, evidence, control: seen };
    case "unknown":
      return { kind: "unknown", status, evidence, control: seen };
  }
}

/** Whether the control is let in at its door; "none" where there is no control. */
export async function controlOutcome(control: ProbeParts["control"], accepted: ProbeParts["accepted"]): Promise<Control> {
  if (!control) return "none";
  const answer = await settle(control);
  if ("fault" in answer) return "unreachable";
  return accepted(answer.response) ? "accepted" : "refused";
}

async function settle(call: () => Promise<VendorResponse>): Promise<{ response: VendorResponse } | { fault: VendorFault }> {
  try {
    return { response: await call() };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}
