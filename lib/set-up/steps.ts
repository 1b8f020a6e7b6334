import type { TrustSetup } from "../trust/setup";

/** How far one step of setting up is: `open` can be done now, `wait` needs the ones before it. */
export type StepState = "done" | "open" | "wait";

export const setUpSteps = ["key", "root", "people", "groups", "connection", "approvers", "notices"] as const;
export type SetUpStep = (typeof setUpSteps)[number];

/** What the steps are measured by. */
export interface Progress {
  root: boolean;
  /** an active administrator has registered a key */
  administratorKey: boolean;
  /** active people whom a directory sent */
  directoryPeople: number;
  /** signed approver groups with at least one member */
  groups: number;
  connections: { all: number; trusted: number };
  /** people whose signature on a request counts, and the approver groups they stand for */
  signers: { people: number; groups: number };
  /** what a critical request needs by the policy in force */
  needed: { people: number; groups: number };
  /** the executor has a way to tell people, or is the sample's */
  notices: boolean;
}

/** Where each step stands. Pure. */
export function stepStates(progress: Progress): Record<SetUpStep, StepState> {
  const { root, administratorKey, directoryPeople, groups, connections, signers, needed, notices } = progress;
  const enoughPeople = directoryPeople > 0;
  return {
    key: state(root || administratorKey),
    root: state(root, administratorKey),
    people: state(enoughPeople),
    groups: state(groups >= needed.groups, root && enoughPeople),
    connection: state(connections.all > 0 && connections.trusted === connections.all),
    approvers: state(signers.people >= needed.people && signers.groups >= needed.groups, root && groups > 0),
    notices: state(notices),
  };
}

const state = (done: boolean, possible = true): StepState => (done ? "done" : possible ? "open" : "wait");

/** People whose key and group both count, and the distinct groups they stand for; administrators approve nothing by that alone. */
export function signersOf(approvers: TrustSetup["approvers"]): Progress["signers"] {
  const counting = approvers.filter(({ key, groups }) => key === "active" && groups.length > 0);
  return { people: counting.length, groups: new Set(counting.flatMap(({ groups }) => groups)).size };
}
