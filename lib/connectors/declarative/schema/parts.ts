import { z } from "zod";
import { parsePath } from "../json-path";
import { hasStrayBraces, namesIn, placeholders } from "../template";

/** Text for people: one line. */
export const sentence = z
  .string()
  .trim()
  .min(3)
  .max(500)
  .regex(/^\P{Cc}*$/u, "must be one line of text");

export const Path = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => parsePath(text) !== null, "is not a path like id, user.email, roles[].name or $");

const scalar = z.union([z.string().max(1_000), z.number(), z.boolean(), z.null()]);

/** An answer of the system, recognised by its status and, where given, by what its JSON body holds. */
export const Answer = z.strictObject({
  /** never 3xx, 429 or 5xx: those say nothing of a token */
  status: z
    .int()
    .refine((status) => (status >= 200 && status < 300) || (status >= 400 && status < 500 && status !== 429), "must be 200 to 299 or 400 to 499, and not 429"),
  /** path → the value that must stand there; under `[]` one of them */
  body: z
    .record(Path, scalar)
    .refine((body) => Object.keys(body).length > 0, "names nothing; leave it out instead")
    .optional(),
  /** paths at which something other than null must stand */
  has: z.array(Path).min(1).max(10).optional(),
});
export type Answer = z.infer<typeof Answer>;
export const Answers = z.array(Answer).min(1).max(10);

/** The same where the status alone would be too little: a page of a proxy has it too. */
const TellingAnswer = Answer.refine(tellsByBody, "says too little: add `body` or `has`, since any proxy's page has such a status");
export const TellingAnswers = z.array(TellingAnswer).min(1).max(10);
export const AnyTellingAnswers = z.array(TellingAnswer).max(10);
export const LiveAnswers = z
  .array(Answer.refine((answer) => answer.status === 204 || tellsByBody(answer), "says too little: add `has` or `body`, since a maintenance page says 200 too"))
  .min(1)
  .max(10);

function tellsByBody({ body, has }: Answer): boolean {
  return body !== undefined || has !== undefined;
}

const placeholdersAre = (...allowed: readonly string[]) =>
  [
    (text: string) => !hasStrayBraces(text) && namesIn(text).every((name) => allowed.includes(name)),
    allowed.length === 0 ? "must not hold {{…}}" : `may hold ${allowed.map((name) => `{{${name}}}`).join(", ")} and no other {{…}}`,
  ] as const;

/** What a path may be made of, before its placeholders are filled: one slash at its start, nothing that leads elsewhere. */
export const requestLine = (methods: string, allowed: readonly string[]) =>
  z
    .string()
    .max(500)
    .regex(new RegExp(`^(${methods}) /`), `must be like "${methods.split("|")[0]} /path", on the connection's own origin`)
    .regex(/^[A-Z]+ [\w~!$&'()*+,;=:@%{}./?-]+$/, "holds a character that a URL must not hold; write it percent-encoded")
    .refine((line) => !/^[A-Z]+ \/\//.test(line) && !/(^|[ /])(\.|%2e){1,2}($|[/?])/i.test(line), "must not begin with // or hold . or .. as a part")
    .refine(...placeholdersAre(...allowed))
    .refine((line) => !namesIn(line.split("?")[1] ?? "").includes("secret"), "must not put the secret into the query, where servers log it");

/** Reading changes nothing, so it is GET alone. */
export const ListLine = requestLine("GET", []);
export const DescribeLine = requestLine("GET", ["id"]);
export const ChangeLine = requestLine("DELETE|POST|PUT|PATCH", ["id", "secret"]);
export const ProbeLine = requestLine("GET|POST", ["id"]);

const forbidden = /^(host|content-length|transfer-encoding|connection|upgrade|te|trailer|expect|keep-alive|proxy-.*|cookie|forwarded|x-forwarded-.*)$/i;
export const HeaderName = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,60}$/, "is not a header's name")
  .refine((name) => !forbidden.test(name), "is not for a file to set");
const headerText = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[\x20-\x7e]+$/, "must be printable ASCII");

/** Constant headers, for every call. The credential's own header is the client's. */
export const Headers = z.record(
  HeaderName.refine((name) => name.toLowerCase() !== "authorization", "is set by `authentication`"),
  headerText.refine(...placeholdersAre()),
);
export const ChangeHeaders = z.record(
  HeaderName.refine((name) => name.toLowerCase() !== "authorization", "is set by `authentication`"),
  headerText.refine(...placeholdersAre("id", "idempotencyKey")),
);

/** A JSON body; {{…}} stands in texts. */
export const Body = z.json().superRefine((body, check) => {
  const texts = textsIn(body, 0);
  if (texts === null) return check.addIssue({ code: "custom", message: "is nested deeper than 20" });
  const [holds, message] = placeholdersAre(...placeholders);
  if (!texts.values.every(holds)) check.addIssue({ code: "custom", message });
  if (texts.keys.some((key) => /\{\{|\}\}/.test(key) || key === "__proto__"))
    check.addIssue({ code: "custom", message: "holds a field whose name can't be sent" });
});

function textsIn(body: unknown, depth: number): { values: string[]; keys: string[] } | null {
  if (depth > 20) return null;
  if (typeof body === "string") return { values: [body], keys: [] };
  if (typeof body !== "object" || body === null) return { values: [], keys: [] };
  const found = { values: [] as string[], keys: Array.isArray(body) ? [] : Object.keys(body) };
  for (const each of Object.values(body)) {
    const inner = textsIn(each, depth + 1);
    if (!inner) return null;
    found.values.push(...inner.values);
    found.keys.push(...inner.keys);
  }
  return found;
}

/** How a credential travels. Never in a URL: servers and proxies log those. */
const bearer = z.strictObject({ kind: z.literal("bearer") });
const header = z.strictObject({ kind: z.literal("header"), name: HeaderName, prefix: headerText.refine(...placeholdersAre()).optional() });
/** A token that the system gives for the client's id and secret, at its own origin; `request` stands for itself, without `basePath`. */
const clientCredentials = z.strictObject({
  kind: z.literal("client_credentials"),
  request: requestLine("POST", []),
  scope: headerText.refine(...placeholdersAre()).optional(),
  /** how id and secret are shown */
  as: z.enum(["basic", "form"]).default("basic"),
});
export type ClientCredentials = z.infer<typeof clientCredentials>;
export const Authentication = z.discriminatedUnion("kind", [bearer, z.strictObject({ kind: z.literal("basic") }), header, clientCredentials]);
export type Authentication = z.infer<typeof Authentication>;
/** Whether a credential for it has a user name, or a client id. */
export const hasName = ({ kind }: Authentication): boolean => kind === "basic" || kind === "client_credentials";
/** How a token itself is used at the probe's door. With basic, the user name is fixed or the token's own id. */
export const TokenUse = z.discriminatedUnion("kind", [
  bearer,
  z.strictObject({
    kind: z.literal("basic"),
    username: headerText.refine((text) => !text.includes(":"), "must not hold a colon").refine(...placeholdersAre()),
  }),
  header,
]);
export type TokenUse = z.infer<typeof TokenUse>;

/** Instead of a part: that it can't be done, and the way round it. */
export const Cannot = z.strictObject({ cannot: sentence });
