import { z } from "zod";
import { channels, validities } from "../domain/exposures";
import { severities } from "../domain/severity";
import { findingTransitions } from "../domain/states";
import { dueBuckets, exposureSorts, facetNames, markedChoices, reaches, tokenLinks, visibleBuckets } from "./facet-names";

const states = Object.keys(findingTransitions) as [keyof typeof findingTransitions, ...(keyof typeof findingTransitions)[]];

/** A list in a URL: `a,b` or repeated parameters; empty means no filter. */
const list = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (value) => (value === undefined || value === null || value === "" ? undefined : Array.isArray(value) ? value : String(value).split(",")),
    z.array(item).max(400).optional(),
  );
const none = z.literal("none");
const one = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

/** What narrows the list. Every field is a filter in the URL. */
export const ExposureFilters = z.object({
  /** part of a kind's title, a hint, a path, an author or a token's name; no text holds NUL or half a character, so nothing is found by them */
  q: z
    .string()
    .trim()
    .max(200)
    .transform((text) => text.replace(/\p{Surrogate}|\0/gu, "\uFFFD"))
    .optional(),
  /** without it: those that still want something done */
  status: list(z.enum(states)),
  severity: list(z.enum(severities)),
  validity: list(z.enum(validities)),
  /** seen there, whatever else it was seen in */
  channel: list(z.enum(channels)),
  reach: list(z.enum(reaches)),
  /** vendor or theme of its kind */
  family: list(z.string().min(1).max(100)),
  source: list(z.uuid()),
  token: list(z.enum(tokenLinks)),
  owner: list(z.union([z.uuid(), none])),
  /** the team named with the token; where none is, each team of its owner */
  team: list(z.union([z.uuid(), none])),
  visible: list(z.enum(visibleBuckets)),
  marked: one(z.enum(markedChoices)),
  /** who is to see to it */
  assignee: list(z.union([z.uuid(), none])),
  due: list(z.enum(dueBuckets)),
});
export type ExposureFilters = z.infer<typeof ExposureFilters>;

export const ExposureCountsInput = ExposureFilters.extend({
  /** which filters' choices are counted; without it all of them. What isn't asked for isn't read */
  count: list(z.enum(facetNames)),
});

export const ExposureListInput = ExposureFilters.extend({
  /**
   * A column, reversed by "-" before it. `severity`: gravest first, then the longest visible; `detected` and `seen` (last): newest first; `places`: most
   * first; `age`: longest visible first; `due`: the soonest first. What is unknown comes last either way.
   */
  sort: z
    .string()
    .regex(new RegExp(`^-?(${exposureSorts.join("|")})$`), "is not a column to sort by")
    .default("severity"),
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(60),
});
export type ExposureListInput = z.infer<typeof ExposureListInput>;

export const PlacesInput = z.object({
  id: z.uuid(),
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
