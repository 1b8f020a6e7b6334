import { AppError } from "../core/errors";
import { type Refusal, refusals } from "../domain/refusals";

/** A signature that is not taken. Carries the refusal's own name, so that it is audited under it. */
export class SignatureRefused extends AppError {
  constructor(
    readonly refusal: Refusal,
    sentence: string = refusals[refusal],
  ) {
    super("Forbidden", sentence);
  }
}
