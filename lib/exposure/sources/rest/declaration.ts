import { z } from "zod";
import { NameField, Paging, RowCondition } from "../../../connectors/declarative/schema/listing";
import { AnyTellingAnswers, Authentication, Headers, Path, requestLine } from "../../../connectors/declarative/schema/parts";
import { namesIn } from "../../../connectors/declarative/template";
import { Channel } from "../../../domain/exposures";

const word = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^\P{Cc}*$/u, "must be one line of text");
const names = ["id", "project", "owner"] as const;

const TextField = z.union([
  z.strictObject({
    /** what people call it: "description"; "" for a row that is one text, like a comment */
    name: z.string().max(60),
    path: Path,
    /** tags are taken out, as for people */
    html: z.boolean().default(false),
  }),
  Path.transform((path) => ({ name: path.split(".").at(-1) as string, path, html: false })),
]);
/** An address in the row, whole or a path; a path stands under `under` on the same origin. */
const UrlField = z.union([
  /** of a row that has no address itself: that of the row it was listed for, and how the row is called within it */
  z.strictObject({ within: z.string().regex(/^[#?&][\w{}=&.-]{1,60}$/, "must be like #note_{{row}}") }),
  z.strictObject({
    path: Path,
    under: z
      .string()
      .regex(/^\/[\w./~-]*$/)
      .default("/"),
  }),
  Path.transform((path) => ({ path, under: "/" })),
]);

/** When a row was written: text with its zone, or a number. */
const MomentField = z.union([
  z.strictObject({ path: Path, format: z.enum(["unix_seconds", "unix_milliseconds"]) }),
  Path.transform((path) => ({ path, format: null })),
]);

/**
 * How a list is asked for what changed since a moment: by that moment in the request, or newest change first, until a row changed before it. `date`: by
 * the day, with a day to spare, where the system means midnight of a zone that nobody knows.
 */
const Changed = z
  .strictObject({
    request: requestLine("GET", [...names, "since"]),
    format: z.enum(["iso", "date", "unix_seconds", "unix_milliseconds"]).default("iso"),
    until: MomentField.optional(),
  })
  .refine(
    ({ request, until }) => namesIn(request).includes("since") || until !== undefined,
    "must hold {{since}} in its request, or say with `until` when a row changed",
  );

/** A listing whose rows hold texts. */
const list = {
  /** what a row is: "issue", "comment" */
  what: word,
  request: requestLine("GET", names),
  rows: Path,
  paging: Paging,
  total: Path.optional(),
  only: RowCondition.optional(),
  /** how it is asked for what changed since it was last read; without it, it is read whole each time */
  changed: Changed.optional(),
  /** how one row is read again by its id, {{row}} */
  one: requestLine("GET", [...names, "row"]).optional(),
  /** what tells a row from others, in this list */
  id: Path,
  /** what its place is called; without it, by the row it was listed for */
  title: NameField.optional(),
  texts: z.array(TextField).max(20).default([]),
  author: NameField.optional(),
  at: MomentField.optional(),
  url: UrlField.optional(),
};
/** What of a row the lists that are read for each may hold as {{…}}. */
const values = z.partialRecord(z.enum(names), Path).default({});

const Leaf = z.strictObject(list);
const Branch = z.strictObject({ ...list, values, each: z.array(Leaf).max(10).default([]) });
const Top = z.strictObject({ ...list, values, each: z.array(Branch).max(10).default([]) });

/** A listing at any depth, its optional parts filled. */
export type RestList = z.infer<typeof Leaf> & { values?: z.infer<typeof values>; each?: RestList[] };

/** A system whose texts are read over HTTP, as data: what it lists, how its pages lead on, and what of a row is text, author, moment and address. */
export const RestSource = z
  .strictObject({
    format: z.literal("countersign/source/1"),
    system: word,
    notes: z.string().max(2_000).optional(),
    channel: Channel,
    basePath: z
      .string()
      .regex(/^(\/[\w~-][\w.~-]*)*$/, "must be like /api, without a slash at its end")
      .default(""),
    headers: Headers.default({}),
    authentication: Authentication,
    refused: AnyTellingAnswers.default([]),
    rateLimit: z.strictObject({ requestsPerMinute: z.int().min(1).max(60_000) }).optional(),
    lists: z.array(Top).min(1).max(20),
  })
  .superRefine(({ lists }, check) => {
    for (const [n, top] of lists.entries()) addUnknownNames(top, [], ["lists", n], check);
  });
export type RestSource = z.infer<typeof RestSource>;

/** A {{name}} that no row above gives would be sent as it stands. */
function addUnknownNames(
  { request, changed, one, each = [], values: given = {} }: RestList,
  known: readonly string[],
  path: (string | number)[],
  check: z.RefinementCtx,
): void {
  const asked = { request, "changed.request": changed?.request ?? "", one: one ?? "" };
  for (const [key, line] of Object.entries(asked))
    for (const name of namesIn(line))
      if (![...known, "since", "row"].includes(name))
        check.addIssue({ code: "custom", path: [...path, ...key.split(".")], message: `uses {{${name}}}, which no \`values\` above it gives` });
  const within = [...known, ...Object.keys(given)];
  for (const [n, inner] of each.entries()) addUnknownNames(inner, within, [...path, "each", n], check);
}
