import { VendorFault, type VendorResponse } from "./vendor-http";

const longest = 240;

/** Takes known secrets out of a text, also where they were encoded for a URL or for JSON, and cuts it to one short line. */
export function redact(text: string, secrets: readonly (string | null | undefined)[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (!secret) continue;
    for (const form of [secret, encodeURIComponent(secret), encodeURI(secret), JSON.stringify(secret).slice(1, -1)])
      clean = clean.replaceAll(form, "[redacted]");
  }
  const line = clean
    .replaceAll(/\s+/g, " ")
    .replaceAll(/\p{Cc}/gu, "")
    .trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** What the vendor answered, for the transcript: status and, of a refusal, the beginning of its body without secrets. */
export function evidenceOf(response: VendorResponse, secrets: readonly (string | null | undefined)[]): string {
  // The body of a success is data of the vendor's, which may hold secrets that we do not know of.
  if (response.status < 300) return `${response.status}, ${response.text.length === 0 ? "empty" : "with content"}`;
  // redacted before it is cut, so that no half of a secret stays
  return redact(`${response.status} ${response.text}`, secrets);
}

/** The same for a call that gave no usable answer. Rethrows what is no VendorFault: that is our own mistake, not the vendor's. */
export function faultOf(error: unknown): VendorFault {
  if (error instanceof VendorFault) return error;
  throw error;
}
