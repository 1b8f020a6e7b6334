import { z } from "zod";
import { NameField, Paging, RowCondition } from "../../../connectors/declarative/schema/listing";
import { Answer, AnyTellingAnswers, Authentication, Headers, Path, requestLine } from "../../../connectors/declarative/schema/parts";
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

/** The address of a row's file, as the row has it: whole, or a path below the origin. */
const Address = z.union([UrlField.options[1], UrlField.options[2]]);
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

/** Files that hang on a row: attachments. Each is fetched as the system is signed in to, opened where it is an archive, and looked through. */
const Files = z
  .strictObject({
    /** what a file is: "attachment" */
    what: word.default("attachment"),
    /** path of the files in the row; without it, the row is itself one */
    rows: Path.optional(),
    /** what tells a file from others of this system */
    id: Path,
    name: NameField,
    /** how it is fetched by its id, {{file}}: then it can be read again alone */
    request: requestLine("GET", [...names, "file"]).optional(),
    /** or its address in the row, of the same origin */
    address: Address.optional(),
    /** other origins to which the system sends a file's reader on; the credential stays behind */
    elsewhere: z
      .array(
        z
          .string()
          .refine(
            (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text,
            "must be like https://files.example.com",
          ),
      )
      .max(5)
      .default([]),
    /** bytes */
    size: Path.optional(),
    /** its media type: what the system calls a picture, sound or film is not fetched */
    media: Path.optional(),
    /** when what is in it now came there: with a row that changed since, a file that did not is not fetched again */
    at: MomentField.optional(),
    author: NameField.optional(),
    url: UrlField.optional(),
    /** larger ones are not fetched */
    mostMegabytes: z.int().min(1).max(1_024).default(64),
  })
  .refine(
    ({ request, address }) => (request === undefined) !== (address === undefined),
    "must say either how it is fetched, `request`, or where its `address` stands",
  );
export type RestFiles = z.infer<typeof Files>;

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
  files: Files.optional(),
  author: NameField.optional(),
  at: MomentField.optional(),
  url: UrlField.optional(),
};
/** What of a row the lists that are read for each may hold as {{…}}. */
const values = z.partialRecord(z.enum(names), NameField).default({});

/** Who can read a row and what is listed for it, as a listing of people. It is asked for rows with a secret in them alone. */
const AudienceList = z.strictObject({
  request: requestLine("GET", names),
  rows: Path,
  paging: Paging,
  total: Path.optional(),
  only: RowCondition.optional(),
  /** how a row names somebody: by e-mail address, or by the user name of their account at this system */
  member: Path,
  /** what the row holds where anybody can read it, or with a `request` its answer; nobody is listed then */
  public: Answer.pick({ body: true, has: true })
    .extend({ request: requestLine("GET", names).optional() })
    .refine(({ body, has }) => body !== undefined || has !== undefined, "names nothing that says so: add `body` or `has`")
    .optional(),
});
export type AudienceList = z.infer<typeof AudienceList>;

/** A row that is a git repository: it is fetched over https with the system's credential, and looked through by itself. */
const RepositoryField = z.strictObject({
  /** where its address stands: https */
  address: Path,
  /** what it is called; without it, by its address: acme/payments */
  name: NameField.optional(),
  /** where code lies, where it is not the API's origin: the credential goes there too */
  origin: z
    .string()
    .refine((text) => URL.canParse(text) && new URL(text).protocol === "https:" && new URL(text).origin === text, "must be like https://github.com")
    .optional(),
  /** the user name that the system takes beside its token; without it, that of the credential, or x-access-token */
  user: z
    .string()
    .regex(/^[\x21-\x39\x3b-\x7e]{1,60}$/, "must be printable ASCII without a colon")
    .optional(),
  /** those that are looked through */
  only: RowCondition.optional(),
});
export type RepositoryField = z.infer<typeof RepositoryField>;

const Leaf = z.strictObject(list);
const branch = { ...list, values, audience: AudienceList.optional() };
const Branch = z.strictObject({ ...branch, each: z.array(Leaf).max(10).default([]) });
const Top = z
  .strictObject({ ...branch, repository: RepositoryField.optional(), each: z.array(Branch).max(10).default([]) })
  // which are no longer there only the whole list tells
  .refine(({ repository, changed }) => !repository || !changed, "lists repositories, so it is read whole each time: leave out `changed`");

/** A listing at any depth, its optional parts filled. */
export type RestList = z.infer<typeof Leaf> & {
  values?: z.infer<typeof values>;
  audience?: AudienceList | undefined;
  repository?: RepositoryField | undefined;
  each?: RestList[];
};

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
  .superRefine(({ lists, authentication }, check) => {
    for (const [n, { repository }] of lists.entries())
      if (repository && authentication.kind === "client_credentials")
        check.addIssue({ code: "custom", path: ["lists", n, "repository"], message: "can't be used with client_credentials, which git does not know" });
    for (const [n, top] of lists.entries()) addUnknownNames(top, [], ["lists", n], check);
  });
export type RestSource = z.infer<typeof RestSource>;

/** A {{name}} that no row above gives would be sent as it stands. */
function addUnknownNames(
  { request, changed, one, each = [], values: given = {}, audience, files }: RestList,
  known: readonly string[],
  path: (string | number)[],
  check: z.RefinementCtx,
): void {
  const within = [...known, ...Object.keys(given)];
  const asked = { request, "changed.request": changed?.request ?? "", one: one ?? "" };
  const askedOfRow = {
    "audience.request": audience?.request ?? "",
    "audience.public.request": audience?.public?.request ?? "",
    "files.request": files?.request ?? "",
  };
  for (const [key, line] of Object.entries({ ...asked, ...askedOfRow }))
    for (const name of namesIn(line))
      if (![...(key in asked ? known : within), "since", "row", "file"].includes(name))
        check.addIssue({ code: "custom", path: [...path, ...key.split(".")], message: `uses {{${name}}}, which no \`values\` above it gives` });
  for (const [n, inner] of each.entries()) addUnknownNames(inner, within, [...path, "each", n], check);
}
