import { z } from "zod";
import { Answer, Cannot, ListLine, Path } from "./parts";

const parameter = z.string().regex(/^[\w.[\]-]{1,60}$/, "is not a query parameter's name");
const size = z.int().min(1).max(10_000);

/** How one page leads to the next. A listing ends by an empty page, a total that is reached, or a missing next: never by a page that seems short. */
export const Paging = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("page"), parameter, first: z.int().min(0).max(1).default(1), sizeParameter: parameter.optional(), size: size.optional() }),
  /** each page is asked for one row early, to see that nothing moved in between */
  z.strictObject({ kind: z.literal("offset"), parameter, sizeParameter: parameter.optional(), size: size.min(2).optional() }),
  /** a text in the body, sent back as a parameter */
  z.strictObject({ kind: z.literal("cursor"), path: Path, parameter, sizeParameter: parameter.optional(), size: size.optional() }),
  /** the whole next path or URL in the body */
  z.strictObject({ kind: z.literal("next"), path: Path }),
  /** RFC 8288: a Link header with rel="next" */
  z.strictObject({ kind: z.literal("link"), sizeParameter: parameter.optional(), size: size.optional() }),
]);
export type Paging = z.infer<typeof Paging>;

export const RowCondition = Answer.pick({ body: true, has: true }).refine(
  ({ body, has }) => body !== undefined || has !== undefined,
  "names nothing; leave it out instead",
);

export const Listing = z.strictObject({
  request: ListLine,
  /** path of the list in the body; `$` when the body is the list */
  rows: Path,
  paging: Paging,
  /** path of how many there are in all, when the system says so exactly */
  total: Path.optional(),
  /** rows that count; others are left out without a word, so it must be certain */
  only: RowCondition.optional(),
});
export type Listing = z.infer<typeof Listing>;

const FieldPath = Path;
const dateFormats = ["iso", "iso_utc", "unix_seconds", "unix_milliseconds"] as const;
export const DateField = z.union([FieldPath, z.strictObject({ path: FieldPath, format: z.enum(dateFormats) })]);
export type DateField = z.infer<typeof DateField>;
/** The first of the paths at which something stands. */
export const NameField = z.union([FieldPath, z.array(FieldPath).min(1).max(5)]);

const word = z.string().min(1).max(100);
export const ScopeField = z.union([FieldPath, z.strictObject({ path: FieldPath, prefix: z.string().min(1).max(60) })]);
export type ScopeField = z.infer<typeof ScopeField>;

/** The system's word, as it is or as `words` puts it; or the same for every token. Nothing there is unknown, and unknown counts as critical. */
export const EnvironmentField = z.union([
  z.strictObject({ always: word }),
  z.strictObject({ path: FieldPath, words: z.record(word, word).optional() }),
  FieldPath,
]);
const reach = z.strictObject({ level: z.enum(["high", "limited"]), because: z.string().min(3).max(200) });
export const ReachField = z.union([z.strictObject({ always: reach }), z.strictObject({ path: FieldPath, words: z.record(word, reach) })]);

export const ExpiryField = z.strictObject({
  path: FieldPath,
  format: z.enum(dateFormats).default("iso"),
  /** what a token without a date means */
  absent: z.enum(["never", "unknown"]),
  /** values that stand for never, like 0 or "0001-01-01T00:00:00Z" */
  never: z
    .array(z.union([z.string().max(60), z.number()]))
    .max(5)
    .default([]),
});

/** Whom a grant was given to; with `when`, only where the condition holds: a system's list of grants may hold its own, too. */
export const ThirdPartyField = z.union([FieldPath, z.strictObject({ path: FieldPath, when: RowCondition })]);

/** A row that stands for many ephemeral secrets of one issuer and workload: how many, and the longest life that one had. */
export const FamilyField = z
  .strictObject({ count: FieldPath.optional(), longestSeconds: FieldPath.optional() })
  .refine(({ count, longestSeconds }) => count !== undefined || longestSeconds !== undefined, "names nothing; leave it out instead");

export const TokenFields = z.strictObject({
  /** what looks the token up at the system; without one the secret's fingerprint does, and every look-up reads the list */
  id: FieldPath.optional(),
  name: NameField,
  /** where the listing shows the secret: fingerprinted in memory, never kept */
  secret: FieldPath.optional(),
  /** what the system shows of it, like its last four */
  hint: FieldPath.optional(),
  /** what else the system shows that tells the token: its hash, or a public id of the key */
  fingerprint: z.strictObject({ path: FieldPath, kind: z.enum(["sha256", "key_id", "prefix_last"]) }).optional(),
  scopes: z.array(ScopeField).min(1).max(10).optional(),
  /** of the scopes, those seen in use, written like `scopes`; where nothing stands at any of the paths, the system does not say */
  scopesUsed: z.array(ScopeField).min(1).max(10).optional(),
  environment: EnvironmentField.optional(),
  reach: ReachField.optional(),
  /** external id of the account that made it, as the accounts list gives it */
  creator: FieldPath.optional(),
  created: DateField.optional(),
  /** when the secret was last replaced under the same id: never when the row was last changed */
  rotated: DateField.optional(),
  expiry: ExpiryField.optional(),
  lastUsed: z.union([DateField, Cannot]).optional(),
  /** since when a token is disabled: a date that only disabled ones have, or one that counts when the condition holds */
  disabled: z.strictObject({ since: DateField, when: RowCondition.optional() }).optional(),
  thirdParty: ThirdPartyField.optional(),
  /** name or id of what the token can only be revoked through, never a secret; siblings share it */
  parentKey: FieldPath.optional(),
  family: FamilyField.optional(),
});
export type TokenFields = z.infer<typeof TokenFields>;

export const AccountFields = z.strictObject({
  id: FieldPath,
  name: NameField.optional(),
  userName: FieldPath.optional(),
  email: FieldPath.optional(),
  kind: z
    .union([z.strictObject({ always: z.enum(["user", "service"]) }), z.strictObject({ path: FieldPath, words: z.record(word, z.enum(["user", "service"])) })])
    .optional(),
  /** `words`: the system's value as text → what it means; a value that is not named is unknown */
  status: z
    .union([z.strictObject({ always: z.literal("enabled") }), z.strictObject({ path: FieldPath, words: z.record(word, z.enum(["enabled", "disabled"])) })])
    .optional(),
  created: DateField.optional(),
  lastUsed: DateField.optional(),
});
export type AccountFields = z.infer<typeof AccountFields>;
