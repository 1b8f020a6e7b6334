import type { Checked } from "./contract";
import { evidenceOf, faultOf, redact } from "./evidence";
import type { VendorResponse } from "./vendor-http";

/** One call with a found secret, and what its answer says of it. A vendor that can't be reached says nothing. */
export async function checkedBy(
  call: () => Promise<VendorResponse>,
  judge: (response: VendorResponse) => "alive" | "dead" | "unknown",
  secret: string,
): Promise<Checked> {
  try {
    const response = await call();
    const verdict = judge(response);
    const validity = verdict === "alive" ? "valid" : verdict === "dead" ? "invalid" : "unknown";
    return { validity, status: response.status, evidence: evidenceOf(response, [secret]) };
  } catch (error) {
    const { status, message, retryAfterSeconds } = faultOf(error);
    return { validity: "unknown", status, evidence: redact(message, [secret]), retryAfterSeconds };
  }
}
