import type { Refusal } from "../../lib/domain/refusals";

/** A named refusal on its way to the one place that records it. */
export class Refused extends Error {
  constructor(
    readonly refusal: Refusal,
    /** what differs, in words; never a secret */
    readonly detail: string | null = null,
  ) {
    super(refusal);
    this.name = "Refused";
  }
}
