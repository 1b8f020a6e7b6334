import type { VendorResponse } from "../vendor-http";
import { jsonOf } from "../wire";
import { DoorRefusal } from "./wire";

/** What 7.5.1 says at its door to an API token that it does not know (middleware/api-token-middleware). */
const deathMessage = "This endpoint requires an API token. Please add an authorization header to your request with a valid token";
/** … and to one that it knows, at the door of another type: proof that the token is alive. */
const otherTypeMessage = "invalid token: expected a different token type for this endpoint";

/** Unleash lets an API token in (200), knows it but sends it to another door (403), or does not know it (401), each in its own words. */
export function doorVerdict(response: VendorResponse): "alive" | "dead" | "unknown" {
  if (response.status === 200) return /^\{"(version|toggles)":/.test(response.text) ? "alive" : "unknown";
  const refusal = DoorRefusal.safeParse(jsonOf(response));
  if (!refusal.success) return "unknown";
  if (response.status === 401 && refusal.data.message === deathMessage) return "dead";
  return response.status === 403 && refusal.data.message === otherTypeMessage ? "alive" : "unknown";
}
