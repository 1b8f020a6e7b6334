import * as b from "./bytes";

const entities = ["&quot;", "&#34;", "&#39;", "&#x27;", "&apos;"];

/** How many bytes the quotation mark takes that stands at `at` as HTML and XML write it; 0 where there is none. */
export function entityLength(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== 0x26) return 0;
  return entities.find((one) => b.stands(bytes, at, one))?.length ?? 0;
}
