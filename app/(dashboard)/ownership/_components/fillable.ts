import type { Gap } from "@/lib/ownership/gap-names";

/** What one says of several tokens to close a gap that asks for no owner. */
export type Filling = { gap: "no_backup"; backup: string } | { gap: "no_workload"; workload: string } | { gap: "no_purpose"; purpose: string };
export type FillableGap = Filling["gap"];

const buttons: Record<FillableGap, string> = { no_backup: "Choose a backup", no_workload: "Choose the workload", no_purpose: "Say the purpose" };

/** The gaps that one answer can close for many, and what their button says; null for those that want an owner. */
export const fillable = (gap: Gap): { gap: FillableGap; button: string } | null =>
  gap in buttons ? { gap: gap as FillableGap, button: buttons[gap as FillableGap] } : null;
