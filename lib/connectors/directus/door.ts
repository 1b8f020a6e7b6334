import type { VendorResponse } from "../vendor-http";
import { jsonOf } from "../wire";
import { refusalOf } from "./client";
import { OwnId } from "./wire";

/** Where a static token is tried: what it may always read, its own user's id. */
export const doorPath = "/users/me?fields=id";

/** Directus lets a static token in (200), or says that it does not know it, or not any more (401), in its own words. */
export function doorVerdict(response: VendorResponse): "alive" | "dead" | "unknown" {
  if (response.status === 401 && refusalOf(response) === "INVALID_CREDENTIALS") return "dead";
  return response.status === 200 && OwnId.safeParse(jsonOf(response)).success ? "alive" : "unknown";
}
