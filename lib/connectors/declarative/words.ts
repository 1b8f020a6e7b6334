import { digestOf } from "../../core/canonical";
import { plural } from "../../core/format";
import { answersInWords } from "./answers";
import { type Change, Declaration } from "./schema/declaration";
import type { Authentication, TokenUse } from "./schema/parts";

export interface DeclaredFact {
  label: string;
  value: string;
  mono?: boolean;
}

/** What an administrator signs with a declarative connection: every call that will be made, and what will count as death. */
export function declarationInWords(declaration: Declaration): DeclaredFact[] {
  const { system, basePath, tokens, accounts, requires, describe, probe, proof, authentication, rateLimit, headers } = declaration;
  const line = (request: string) => request.replace(" ", ` ${basePath}`);
  const constant = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const reads = [...requires.map(({ request }) => request), tokens.list.request, ...("cannot" in accounts ? [] : [accounts.list.request])];
  return [
    { label: "System", value: system },
    { label: "Signs in with", value: credentialInWords("the credential", authentication) },
    ...(constant.length > 0 ? [{ label: "Sends with every call", value: constant.join("; "), mono: true }] : []),
    { label: "Reads", value: reads.map(line).join("; "), mono: true },
    { label: "Looks a token up by", value: lookUp(describe, line), mono: typeof describe === "object" },
    ...changeFacts("Revokes by", declaration.revoke, line),
    ...changeFacts("Disables by", declaration.disable, line),
    ...("cannot" in probe
      ? [{ label: "Tries a token", value: `never: ${probe.cannot} No death is proven here.` }]
      : [
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

function changeFacts(label: string, change: Declaration["revoke"], line: (request: string) => string): DeclaredFact[] {
  if ("cannot" in change) return [{ label, value: `never: ${change.cannot}` }];
  const facts: DeclaredFact[] = [{ label, value: `${line(change.request)}${sent(change)}`, mono: true }];
  return change.gone ? [...facts, { label: `${label}: already gone is`, value: answersInWords(change.gone) }] : facts;
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
    case "header":
      return `${what} in the header ${use.name}${use.prefix ? ` after "${use.prefix}"` : ""}`;
    default:
      return use satisfies never;
  }
}
