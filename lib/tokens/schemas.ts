import { z } from "zod";
import { severities } from "../domain/severity";
import { tokenStates } from "../domain/token-states";
import { TokenClass } from "../domain/tokens";
import { workloadKinds } from "../domain/workloads";

/** A list in a URL: `a,b` or repeated parameters; empty means no filter. */
const list = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => {
    if (value === undefined || value === null || value === "") return undefined;
    return Array.isArray(value) ? value : String(value).split(",");
  }, z.array(item).max(400).optional());

/**
 * Who answers for a token; each token is in exactly one. `confirmed`: a person who has not departed. `departed`: a confirmed one who has.
 * `suggested`: nobody confirmed it, evidence names somebody. `team`: a team alone is named. `none`: nothing of it.
 */
export const ownerStates = ["confirmed", "departed", "suggested", "team", "none"] as const;
export type OwnerState = (typeof ownerStates)[number];

/** What is missing about responsibility for a token; a token may have several. */
export const ownershipGaps = [
  "no_owner",
  "owner_departed",
  "suggested_only",
  "no_backup",
  "no_workload",
  "no_purpose",
  "attestation_overdue",
  "team_without_person",
] as const;
export type OwnershipGap = (typeof ownershipGaps)[number];

/** When it stops working by its date: each token is in exactly one. `7d` is within seven days from now, `30d` from then to thirty, and so on. */
export const expiryBuckets = ["overdue", "7d", "30d", "90d", "1y", "later", "never", "unknown"] as const;
/** How long ago it was made. */
export const ageBuckets = ["7d", "30d", "90d", "1y", "older", "unknown"] as const;
/** How long it was made to live, from its making to its end by date; unknown where either is. The last end that counts as one of a bucket is its own: a week is `7d`. */
export const ttlBuckets = ["1d", "7d", "30d", "90d", "1y", "longer", "never", "unknown"] as const;
/** How long ago somebody last saw it used. */
export const usedBuckets = ["1d", "7d", "30d", "90d", "older", "unknown"] as const;

/**
 * Where the secret itself was seen; each token is in exactly one. `works`: somewhere it should not be, and it opens. `unknown`: there, and nobody knows whether it opens.
 * `ended`: it was there, and that is dealt with or it opens nothing. `none`: no scan saw it.
 */
export const exposureStates = ["works", "unknown", "ended", "none"] as const;

/** `kind`, `workload`, `finding`, `severity` and `team` take "none" for tokens without any. */
const none = z.literal("none");
const rule = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, "is not the id of a rule");

export const tokenSorts = [
  "name",
  "class",
  "connection",
  "environment",
  "owner",
  "workload",
  "kind",
  "purpose",
  "state",
  "created",
  "expires",
  "lastUsed",
  "firstSeen",
  "severity",
] as const;
export type TokenSort = (typeof tokenSorts)[number];

/** What narrows the inventory. Every field is a filter in the URL; `unknown` as an environment means that nobody said. */
export const TokenFilters = z.object({
  /** part of a name, hint, owner, workload, purpose or the vendor's own id; no text holds NUL or half a character, so nothing is found by them */
  q: z
    .string()
    .trim()
    .max(200)
    .transform((text) => text.replace(/\p{Surrogate}|\0/gu, "\uFFFD"))
    .optional(),
  class: list(TokenClass),
  connection: list(z.uuid()),
  environment: list(z.string().min(1).max(200)),
  state: list(z.enum(tokenStates)),
  owner: list(z.enum(ownerStates)),
  gap: list(z.enum(ownershipGaps)),
  kind: list(z.union([z.enum(workloadKinds), none])),
  workload: list(z.union([z.uuid(), none])),
  team: list(z.union([z.uuid(), none])),
  finding: list(z.union([none, rule])),
  severity: list(z.enum([...severities, "none"])),
  exposure: list(z.enum(exposureStates)),
  /** `at`: any date */
  expiry: list(z.enum([...expiryBuckets, "at"])),
  age: list(z.enum(ageBuckets)),
  ttl: list(z.enum(ttlBuckets)),
  /** `known`: any date */
  used: list(z.enum([...usedBuckets, "known"])),
  imported: list(z.enum(["yes", "no"])),
  /** first seen within the last seven days */
  seen: z.enum(["7d"]).optional(),
  /** made or owned by one of these people */
  person: list(z.uuid()),
});
export type TokenFilters = z.infer<typeof TokenFilters>;

export const TokenListInput = TokenFilters.extend({
  /** a column, reversed by "-" before it; what is unknown comes last either way */
  sort: z
    .string()
    .regex(new RegExp(`^-?(${tokenSorts.join("|")})$`), "is not a column to sort by")
    .default("name"),
  cursor: z.string().max(8000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
export type TokenListInput = z.infer<typeof TokenListInput>;

/** "-lastUsed" → lastUsed, desc */
export const sortOf = (text: string): { sort: TokenSort; dir: "asc" | "desc" } => {
  const reversed = text.startsWith("-");
  return { sort: (reversed ? text.slice(1) : text) as TokenSort, dir: reversed ? "desc" : "asc" };
};
