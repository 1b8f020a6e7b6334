/** Transition tables. A write is conditional on the expected state; what is not listed is refused. */
export const requestTransitions = {
  pending: ["approved", "denied", "withdrawn", "expired", "stopped"],
  approved: ["stopped"],
  denied: [],
  withdrawn: [],
  expired: [],
  stopped: [],
} as const;
export type RequestState = keyof typeof requestTransitions;

export const executionTransitions = {
  queued: ["checking_authority", "refused", "stopped"],
  checking_authority: ["acting", "proving", "refused", "stopped"],
  acting: ["proving", "irrevocable", "refused", "stopped"],
  proving: ["proven", "irrevocable"],
  proven: [],
  irrevocable: [],
  refused: [],
  stopped: [],
} as const;
export type ExecutionState = keyof typeof executionTransitions;

/** From here on the vendor may have been told: a no comes too late for this target. */
export const actedStates = ["acting", "proving", "proven", "irrevocable"] as const satisfies readonly ExecutionState[];

export const findingTransitions = {
  open: ["in_review", "remediating", "closed_proven", "closed_false_positive", "accepted"],
  in_review: ["open", "remediating", "closed_proven", "closed_false_positive", "accepted"],
  remediating: ["open", "in_review", "closed_proven", "closed_false_positive", "accepted"],
  accepted: ["open", "closed_proven"],
  closed_false_positive: ["open", "regressed"],
  closed_proven: ["regressed"],
  regressed: ["in_review", "remediating", "closed_proven", "closed_false_positive", "accepted"],
} as const;
export type FindingState = keyof typeof findingTransitions;
/** Findings that still want something done. */
export const openFindingStates = ["open", "in_review", "remediating", "regressed"] as const satisfies readonly FindingState[];

/** Whether `to` may follow `from` in the given table. */
export function canMove<S extends string>(table: Record<S, readonly string[]>, from: S, to: string): boolean {
  return table[from].includes(to);
}
