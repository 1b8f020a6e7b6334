import { digestOf } from "../../core/canonical";
import { plural } from "../../core/format";
import { answersInWords } from "./answers";
import { type Change, Declaration } from "./schema/declaration";
import type { TokenFields } from "./schema/listing";
import type { Authentication, TokenUse } from "./schema/parts";

export interface DeclaredFact {
  label: string;
  value: string;
  mono?: boolean;
}

/** What an administrator signs with a declarative connection: every call that will be made, and what will count as death. */
export function declarationInWords(declaration: Declaration): DeclaredFact[] {
  const { system, basePath, tokens, accounts, requires, describe, probe, proof, authentication, refused, rateLimit, headers } = declaration;
  const line = (request: string) => request.replace(" ", ` ${basePath}`);
  const constant = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const reads = [...requires.map(({ request }) => request), tokens.list.request, ...("cannot" in accounts ? [] : [accounts.list.request])];
  return [
    { label: "System", value: system },
    { label: "Signs in with", value: credentialInWords("the credential", authentication) },
    ...(constant.length > 0 ? [{ label: "Sends with every call", value: constant.join("; "), mono: true }] : []),
    ...(refused.length > 0 ? [{ label: "Credential refused is", value: answersInWords(refused) }] : []),
    { label: "Reads", value: reads.map(line).join("; "), mono: true },
    ...requires.map(({ request, expect }) => ({ label: "Sees enough when", value: `${line(request)} answers ${answersInWords(expect)}` })),
    { label: "Tokens are", value: `of the class ${tokens.class}, listed at ${tokens.list.rows}, ${pagingInWords(tokens.list)}` },
    { label: "Their environment is", value: environmentInWords(tokens.fields.environment) },
    { label: "Their reach is", value: reachInWords(tokens.fields.reach) },
    { label: "Their other fields", value: fieldsInWords({ ...tokens.fields, environment: undefined, reach: undefined }), mono: true },
    ...("cannot" in accounts ? [] : [{ label: "Accounts' fields", value: fieldsInWords(accounts.fields), mono: true }]),
    { label: "Looks a token up by", value: lookUp(describe, line), mono: typeof describe === "object" },
    ...(typeof describe === "object" ? [{ label: "Gone is", value: answersInWords(describe.gone) }] : []),
    ...changeFacts("Revokes", declaration.revoke, line),
    ...changeFacts("Disables", declaration.disable, line),
    ...("cannot" in probe
      ? [{ label: "Tries a token", value: `never: ${probe.cannot} No death is proven here.` }]
      : [
          {
            label: "Knows death by",
            value:
              probe.by === "credential"
                ? "the token itself, tried"
                : "the system's own record of the token, since it shows no secrets; tried is the control alone",
          },
          { label: "Tries a token at", value: `${line(probe.request)}, ${credentialInWords("the token", probe.token)}`, mono: true },
          { label: "Alive is", value: answersInWords(probe.alive) },
          { label: "Dead is", value: answersInWords(probe.dead) },
          ...(probe.disabled ? [{ label: "Disabled is", value: answersInWords(probe.disabled) }] : []),
          { label: "Let in meanwhile", value: probe.control },
        ]),
    {
      label: "Proven by",
      value: `${plural(proof.refusals, "refusal")} over ${proof.spanSeconds} s, the last at least ${proof.lagSeconds} s after the act`,
    },
    ...(rateLimit ? [{ label: "Calls at most", value: `${rateLimit.requestsPerMinute} a minute` }] : []),
    { label: "Digest of the declaration", value: digestOf(declaration), mono: true },
  ];
}

/** The same from a connection's settings, which may be of another version. */
export function settingsInWords(settings: Record<string, unknown>): DeclaredFact[] {
  const parsed = Declaration.safeParse(settings.declaration);
  if (!parsed.success)
    return [
      { label: "Declaration", value: "This version of Countersign can't read it, and carries nothing out by it. Don't sign it; add the connection anew." },
    ];
  return declarationInWords(parsed.data);
}

function changeFacts(what: string, change: Declaration["revoke"], line: (request: string) => string): DeclaredFact[] {
  if ("cannot" in change) return [{ label: `${what} by`, value: `never: ${change.cannot}` }];
  const { done, gone, declined } = change;
  const answers = [
    `done is ${answersInWords(done)}`,
    ...(gone ? [`already gone is ${answersInWords(gone)}`] : []),
    ...(declined ? [`declined is ${answersInWords(declined)}`] : []),
  ];
  return [
    { label: `${what} by`, value: `${line(change.request)}${sent(change)}`, mono: true },
    { label: `${what}: answers`, value: `${answers.join("; ")}. None of them proves anything.` },
  ];
}

const sent = ({ json, headers }: Change): string =>
  `${json === undefined ? "" : ` with ${JSON.stringify(json)}`}${headers ? ` and ${Object.entries(headers).map(([name, value]) => `${name}: ${value}`)}` : ""}`;

function lookUp(describe: Declaration["describe"], line: (request: string) => string): string {
  if (describe === undefined) return "nothing: nothing is ended here";
  return typeof describe === "string" ? "reading the whole list" : line(describe.request);
}

function credentialInWords(what: string, use: Authentication | TokenUse): string {
  switch (use.kind) {
    case "bearer":
      return `${what} as Authorization: Bearer`;
    case "basic":
      return "username" in use ? `${what} as the password of ${use.username} (Authorization: Basic)` : "user name and password (Authorization: Basic)";
    case "client_credentials":
      return `a token that is given for client id and secret by ${use.request} (${use.as === "basic" ? "Authorization: Basic" : "in the body"}${use.scope ? `, scope ${use.scope}` : ""}), as Authorization: Bearer`;
    case "header":
      return `${what} in the header ${use.name}${use.prefix ? ` after "${use.prefix}"` : ""}`;
    default:
      return use satisfies never;
  }
}

function pagingInWords({ paging, total, only }: Declaration["tokens"]["list"]): string {
  const parts = [
    `paged by ${JSON.stringify(paging)}`,
    ...(total ? [`counted at ${total}`] : []),
    ...(only ? [`and only rows with ${JSON.stringify(only)}`] : []),
  ];
  return paging.kind === "none" ? parts.slice(1).join(", ") || "in one answer" : parts.join(", ");
}

/** Environment and reach decide how many people must sign, so they are said in full. */
function environmentInWords(environment: TokenFields["environment"]): string {
  if (environment === undefined) return "unknown, so each counts as critical";
  if (typeof environment === "object" && "always" in environment) return `always taken for ${environment.always}`;
  if (typeof environment === "string") return `what the system says at ${environment}`;
  const words = Object.entries(environment.words ?? {}).map(([said, meant]) => `"${said}" taken for ${meant}`);
  return [`what the system says at ${environment.path}`, ...words].join(", ");
}

function reachInWords(reach: TokenFields["reach"]): string {
  if (reach === undefined) return "unknown, so each counts as critical";
  if ("always" in reach) return `always taken for ${reach.always.level}: ${reach.always.because}`;
  const words = Object.entries(reach.words).map(([said, { level }]) => `"${said}" is ${level}`);
  return `by what the system says at ${reach.path}: ${words.join(", ")}; anything else is unknown`;
}

const fieldsInWords = (fields: object): string =>
  Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} = ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join("; ");
