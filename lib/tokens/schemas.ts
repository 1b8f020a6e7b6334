import { z } from "zod";
import { TokenClass, tokenStates } from "../domain/tokens";

/** A list in a URL: `a,b` or repeated parameters; empty means no filter. */
const list = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => {
    if (value === undefined || value === null || value === "") return undefined;
    return Array.isArray(value) ? value : String(value).split(",");
  }, z.array(item).max(400).optional());

export const ownerStates = ["confirmed", "suggested", "none"] as const;
export const expiryKinds = ["at", "never", "unknown"] as const;
export const tokenSorts = ["name", "created", "lastUsed", "expires", "firstSeen"] as const;
export type TokenSort = (typeof tokenSorts)[number];

/** What narrows the inventory. Every field is a filter in the URL; `unknown` as an environment means that nobody said. */
export const TokenFilters = z.object({
  q: z.string().trim().max(200).optional(),
  class: list(TokenClass),
  connection: list(z.uuid()),
  environment: list(z.string().min(1).max(200)),
  state: list(z.enum(tokenStates)),
  owner: list(z.enum(ownerStates)),
  finding: list(z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, "is not the id of a rule")),
  expiry: list(z.enum(expiryKinds)),
  used: z.enum(["known", "unknown"]).optional(),
  imported: z.enum(["yes", "no"]).optional(),
  /** first seen within the last seven days */
  seen: z.enum(["7d"]).optional(),
  /** made or owned by this person */
  person: z.uuid().optional(),
});
export type TokenFilters = z.infer<typeof TokenFilters>;

export const TokenListInput = TokenFilters.extend({
  /** a column, reversed by "-" before it */
  sort: z
    .string()
    .regex(new RegExp(`^-?(${tokenSorts.join("|")})$`), "is not a column to sort by")
    .default("name"),
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type TokenListInput = z.infer<typeof TokenListInput>;

/** "-lastUsed" → lastUsed, desc */
export const sortOf = (text: string): { sort: TokenSort; dir: "asc" | "desc" } => {
  const reversed = text.startsWith("-");
  return { sort: (reversed ? text.slice(1) : text) as TokenSort, dir: reversed ? "desc" : "asc" };
};
