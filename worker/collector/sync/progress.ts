import { z } from "zod";

/** What is read of a connection, in this order. */
export const listings = ["persons", "accounts", "tokens"] as const;
export type Listing = (typeof listings)[number];
/** The steps of a run, in this order; a run that is taken up again goes on at the step that was under way. */
export const phases = ["check", ...listings, "reconcile", "link", "rules"] as const;
export type Phase = (typeof phases)[number];

/** Where a run stands within a listing, as sync_run.cursor keeps it. */
export const Place = z.object({
  /** the vendor's cursor of the page to read next; null = the first */
  next: z.string().nullable().default(null),
  /** rows of this listing so far, rejected ones included */
  rows: z.int().default(0),
});
export type Place = z.infer<typeof Place>;
export const firstPage: Place = { next: null, rows: 0 };

/** Reads a stored place; what is malformed counts as the beginning of the listing. */
export function readPlace(value: unknown): Place {
  const parsed = Place.safeParse(value ?? {});
  return parsed.success ? parsed.data : firstPage;
}

/** Reads a stored phase; an unknown one begins at the check. */
export const readPhase = (value: string | null): Phase => phases.find((phase) => phase === value) ?? "check";
