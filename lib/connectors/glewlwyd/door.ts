import type { VendorResponse } from "../vendor-http";
import { jsonOf } from "../wire";
import { Rows } from "./wire";

/** Where an API key is tried: the names of scopes, one at most. */
export const doorPath = "/scope/?limit=1";

/** Glewlwyd lets a key in, or says 401 with nothing else. A proxy's 401 has a body. */
export function doorVerdict({ status, text }: VendorResponse): "alive" | "dead" | "unknown" {
  if (status === 401 && text === "") return "dead";
  return status === 200 && Rows.safeParse(jsonOf({ status, text, headers: {} })).success ? "alive" : "unknown";
}
