import { VendorFault } from "../../../lib/connectors/vendor-http";
import { AppError } from "../../../lib/core/errors";

/** Why a run could not be completed, in a sentence with the next step. Never holds a secret. */
export class SyncFault extends Error {
  override readonly name = "SyncFault";
  constructor(
    message: string,
    /** how long the vendor asks to be left alone */
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(message);
  }
}

/** The people of a directory are waited for: nobody in authority has said yet that it is one. */
export const unsigned =
  "This directory is not signed yet, so nobody in it was taken over or marked as departed. Next step: an administrator reads its statement on the connection's page and signs it; then it is read at once.";

/** The run is somebody else's now, or over: stop, and write nothing. */
export class ClaimLost extends Error {
  override readonly name = "ClaimLost";
}

/** A person asked to stop the run. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
}

const nextStep: Partial<Record<VendorFault["kind"], string>> = {
  credential: "Seal a new read credential on the connection's page.",
  network: "It is tried again at the next sync.",
  timeout: "It is tried again at the next sync.",
  rate_limited: "It is tried again at the next sync; make the interval longer if it stays.",
  server_error: "It is tried again at the next sync.",
  left_origin: "Add a connection for that origin if it is meant.",
};

/** A vendor may ask for a pause as long as this; what it asks beyond is taken for a mistake. Seconds. */
const longestPauseSeconds = 86_400;

/** How long the vendor wants to be left alone, in seconds, at most a day; 0 = it did not ask. */
export function pauseAskedFor(error: unknown): number {
  const asked = error instanceof VendorFault || error instanceof SyncFault ? error.retryAfterSeconds : null;
  return Math.min(longestPauseSeconds, asked ?? 0);
}

/** The sentence for people. What is no known fault shows no inner text; it is in the collector's log. */
export function sentenceOf(error: unknown): string {
  if (error instanceof VendorFault) return [error.message, nextStep[error.kind]].filter(Boolean).join(" ");
  if (error instanceof SyncFault || error instanceof AppError) return error.message;
  return "The sync failed on our side. It is tried again at the next interval; the collector's log says more.";
}
