import type { Control, ProbeBasis, ProofWindow } from "../../lib/connectors/contract";

/** One try of the credential, as its attempt row tells it. */
export interface Try {
  at: Date;
  outcome: "alive" | "dead" | "unknown";
  control: Control;
  basis?: ProbeBasis | undefined;
}

export interface Run {
  /** refusals in a row that count, up to now */
  refusals: number;
  from: Date | null;
  to: Date | null;
  /** whether any of them rests on the vendor's record instead of the credential itself */
  byRecord: boolean;
  complete: boolean;
}

/** Whether a try counts as a refusal: the vendor's own shape of death, and the control credential accepted in between where there is one. */
const counts = (each: Try, window: ProofWindow): boolean => each.outcome === "dead" && (!window.control || each.control === "accepted");

/**
 * The run of refusals at the end of the tries. Anything else in between — alive, 5xx, 429, time-out, a refused control — starts it anew.
 * Complete when there are enough, over the connector's whole span, the last of them later after the act than the vendor is known to lag.
 */
export function proofRun(tries: readonly Try[], window: ProofWindow, actedAt: Date): Run {
  const last = tries.findLastIndex((each) => !counts(each, window));
  const run = tries.slice(last + 1);
  const from = run[0]?.at ?? null;
  const to = run.at(-1)?.at ?? null;
  const complete =
    from !== null &&
    to !== null &&
    run.length >= window.refusals &&
    to.getTime() - from.getTime() >= window.spanMilliseconds &&
    to.getTime() - actedAt.getTime() >= window.knownLagSeconds * 1000;
  return { refusals: run.length, from, to, byRecord: run.some(({ basis }) => basis === "record"), complete };
}

/** After so long without proof the execution shows as unproven: twice what the vendor and the window are known to need. */
export const patienceMilliseconds = (window: ProofWindow): number =>
  2 * (window.knownLagSeconds * 1000 + window.spanMilliseconds) + window.intervalMilliseconds;

const longestInterval = 3_600_000;

/** When to try next: at the connector's interval while it can still come right or a run is under way, then at growing distance, for ever. */
export function nextTry(now: Date, provingSince: Date, run: Run, window: ProofWindow): Date {
  const waited = now.getTime() - provingSince.getTime() - patienceMilliseconds(window);
  const grown = Math.min(longestInterval, Math.max(window.intervalMilliseconds, waited / 10));
  return new Date(now.getTime() + (run.refusals > 0 || waited <= 0 ? window.intervalMilliseconds : grown));
}
