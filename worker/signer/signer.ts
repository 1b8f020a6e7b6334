import type { Context } from "../../lib/core/context";
import type { SigningPage } from "../../lib/signatures/signing-page";

/** What every page of the signer works with. */
export interface Signer {
  /** as the process itself; a visitor's own context is made from it */
  ctx: Context;
  page: SigningPage;
  /** web's origin, to go back to */
  appOrigin: string;
  /** keys the cookie and the forms */
  secret: string;
  secure: boolean;
  /** this is a sample organisation, and every page says so */
  sample: boolean;
  /** in the sample: signs new keys by itself, called after each enrolment */
  endorse(): Promise<void>;
}
