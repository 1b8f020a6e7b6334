import type { Applied } from "./contract";
import { evidenceOf, faultOf } from "./evidence";
import type { VendorResponse } from "./vendor-http";

/**
 * One changing call, as its outcome. `judge` reads the vendor's answer; a fault is always `unknown`, since the vendor may have acted:
 * the proof decides. 401 should be judged `unknown` too (a proxy may say it), and only the vendor's own no `declined`.
 */
export async function outcomeOf(
  call: () => Promise<VendorResponse>,
  judge: (response: VendorResponse) => Applied["kind"],
  secrets: readonly (string | null)[],
): Promise<Applied> {
  let response: VendorResponse;
  try {
    response = await call();
  } catch (error) {
    const fault = faultOf(error);
    return { kind: "unknown", status: fault.status, evidence: fault.sent ? fault.message : `${fault.message} Nothing was sent.` };
  }
  return { kind: judge(response), status: response.status, evidence: evidenceOf(response, secrets) };
}

/** An answer that says the connector asked for what it must not: its own limits, not the vendor's. */
export const unsupported = (what: string): Applied => ({ kind: "declined", status: 0, evidence: `This connector cannot ${what}. Nothing was sent.` });
