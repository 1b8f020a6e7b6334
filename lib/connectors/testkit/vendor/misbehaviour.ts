import { z } from "zod";

/** The vendor's routes, as misbehaviour names them. */
export const Route = z.enum(["check", "tokens", "accounts", "describe", "revoke", "use"]);
export type Route = z.infer<typeof Route>;

/** `times`: for so many requests, then normal again; without it until told otherwise. */
const where = { on: z.union([Route, z.literal("all")]), times: z.int().positive().optional() };
const milliseconds = z.int().nonnegative();

/** One way in which the vendor does wrong. Several may be in force; the first that fits a request counts. */
export const Misbehaviour = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("rate_limited"), ...where, retryAfterSeconds: z.int().nonnegative().optional() }),
  z.strictObject({ kind: z.literal("server_error"), ...where, status: z.int().min(500).max(599).default(500) }),
  /** does it, then answers 500 */
  z.strictObject({ kind: z.literal("error_after_success"), ...where }),
  /** does it, then never answers */
  z.strictObject({ kind: z.literal("timeout_after_success"), ...where }),
  /** does it, then cuts the connection */
  z.strictObject({ kind: z.literal("cut_after_success"), ...where }),
  /** does nothing and never answers */
  z.strictObject({ kind: z.literal("silence"), ...where }),
  /** answers after so long, having done it at once */
  z.strictObject({ kind: z.literal("slow"), ...where, milliseconds }),
  /** says 200 and does nothing */
  z.strictObject({ kind: z.literal("hollow_success"), ...where }),
  /** says no: 403, in its own words, to the management key */
  z.strictObject({ kind: z.literal("declines"), ...where }),
  /** a proxy in front refuses everybody; in the vendor's own shape of death when it wants to look like it */
  z.strictObject({ kind: z.literal("unauthorized_to_all"), ...where, inDeathShape: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal("maintenance"), ...where, status: z.union([z.literal(200), z.literal(503)]).default(503) }),
  /** a firewall page for our address */
  z.strictObject({ kind: z.literal("ip_ban"), ...where }),
  /** the credential keeps opening the door for so long after its removal */
  z.strictObject({ kind: z.literal("eventual"), on: z.literal("revoke"), times: z.int().positive().optional(), milliseconds }),
  /** a page with fewer rows than the total, and no next */
  z.strictObject({ kind: z.literal("partial_page"), ...where }),
  /** JSON that ends in the middle */
  z.strictObject({ kind: z.literal("truncated"), ...where }),
  /** every second row lacks its id, has a number for a name, or a date that is none */
  z.strictObject({ kind: z.literal("malformed_rows"), ...where }),
  z.strictObject({ kind: z.literal("slow_drip"), ...where, milliseconds: milliseconds.default(50) }),
  /** the next-page link leads to this origin */
  z.strictObject({ kind: z.literal("next_elsewhere"), ...where, origin: z.url() }),
  z.strictObject({ kind: z.literal("redirect"), ...where, location: z.url() }),
]);
export type Misbehaviour = z.infer<typeof Misbehaviour>;
/** As a test writes it, with defaults left out. */
export type MisbehaviourInput = z.input<typeof Misbehaviour>;

/** Takes the misbehaviour that fits a request, counting its `times` down. */
export function take(list: Misbehaviour[], route: Route): Misbehaviour | null {
  const at = list.findIndex((each) => each.on === "all" || each.on === route);
  const found = list[at];
  if (!found) return null;
  if (found.times !== undefined) {
    if (found.times <= 1) list.splice(at, 1);
    else list[at] = { ...found, times: found.times - 1 };
  }
  return found;
}
