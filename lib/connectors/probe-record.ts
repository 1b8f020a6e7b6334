import type { Probed } from "./contract";
import { faultOf } from "./evidence";
import { controlOutcome, type ProbeParts } from "./probe";

/** What one reading of the vendor's record of the target says of it. */
export interface RecordReading {
  verdict: "dead" | "alive" | "unknown";
  status: number;
  evidence: string;
  /** whether the same reading shows the control's own record as living, where the vendor keeps one */
  controlLives?: boolean;
}

/**
 * One look at a credential whose secret the vendor shows to nobody: its record, read anew from the vendor, then the control at its door.
 * Only a record that positively says so is a death, and only while the control is let in and its own record lives; faults and other answers
 * prove nothing. What this can't show: a door that goes on letting in what the record calls dead. So the proof names its basis.
 */
export async function probeRecord(parts: { record: () => Promise<RecordReading> } & Pick<ProbeParts, "control" | "accepted">): Promise<Probed> {
  let reading: RecordReading;
  try {
    reading = await parts.record();
  } catch (error) {
    const fault = faultOf(error);
    return { kind: "unknown", status: fault.status, evidence: fault.message, control: "none" };
  }
  const door = await controlOutcome(parts.control, parts.accepted);
  const control = door === "accepted" && reading.controlLives === false ? "refused" : door;
  const { status, evidence } = reading;
  switch (reading.verdict) {
    case "alive":
      return { kind: "alive", status, evidence, control, basis: "record" };
    case "dead":
      return control === "accepted"
        ? { kind: "dead", status, evidence, control, basis: "record" }
        : { kind: "unknown", status, evidence: `${evidence} (but the control credential was ${control} too)`, control };
    case "unknown":
      return { kind: "unknown", status, evidence, control };
  }
}
