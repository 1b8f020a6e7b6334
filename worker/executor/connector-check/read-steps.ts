import type { Page, Reader, TokenSighting } from "../../../lib/connectors/contract";
import type { DeclarativeReadCredential } from "../../../lib/connectors/declarative/credential";
import { VendorFault } from "../../../lib/connectors/vendor-http";
import { canonical } from "../../../lib/core/canonical";
import { plural } from "../../../lib/core/format";
import type { CheckParts, FieldCoverage, Listed, Step } from "./parts";

/** So many tokens tell enough of a file; a system may hold a million. */
const enough = 10_000;

type Reading = Reader<DeclarativeReadCredential>;

/** Whether the system answers and takes the credential for reading. */
export async function checkHealth({ read }: CheckParts, reader: Reading): Promise<{ step: Step; reached: boolean }> {
  const health = await reader.check(read);
  if (health.ok) return { step: { step: "health", verdict: "good", says: health.message }, reached: true };
  return { step: { step: "health", verdict: "bad", says: health.message }, reached: health.kind === "shape" };
}

/** Reads the token list: whole, every token once, every row usable; and how much is known of each field. */
export async function checkList({ read, declaration }: CheckParts, reader: Reading): Promise<{ steps: Step[]; coverage: FieldCoverage[]; listed: Listed }> {
  const tokens: TokenSighting[] = [];
  const rejected: Page<TokenSighting>["rejected"] = [];
  const nothing = (step: Step) => ({ steps: [step], coverage: [], listed: { tokens, whole: false } });
  let pages = 0;
  let cursor: string | null = null;
  try {
    do {
      const page: Page<TokenSighting> = await reader.listTokens(read, cursor);
      tokens.push(...page.items);
      rejected.push(...page.rejected);
      cursor = page.next;
      if (page.items.length + page.rejected.length > 0) pages += 1;
    } while (cursor !== null && tokens.length + rejected.length < enough);
  } catch (error) {
    if (!(error instanceof VendorFault)) throw error;
    return nothing({ step: "list", verdict: "bad", says: error.message, next: pages > 0 ? "Look at `tokens.list.paging`." : "Look at `tokens.list`." });
  }
  const whole = cursor === null;
  const twice = tokens.length - new Set(tokens.map(({ handle }) => canonical(handle))).size;
  const how = `${plural(tokens.length, "token")} on ${plural(pages, "page")}${whole ? "" : ", and there are more"}`;
  const paged = declaration.tokens.list.paging.kind !== "none" && pages < 2;
  const steps: Step[] = [
    twice > 0
      ? {
          step: "list",
          verdict: "bad",
          says: `${how}, ${twice} of them more than once.`,
          next: "Look at `paging`, and at whether `id` tells one token from another.",
        }
      : tokens.length === 0 && rejected.length === 0
        ? {
            step: "list",
            verdict: "not_tried",
            says: "No token is listed, so no field and no paging could be tried.",
            next: "Make a token, or look at `rows` and `only`.",
          }
        : { step: "list", verdict: "good", says: `${how}, each once.${paged ? " All fit onto one page, so paging was hardly tried." : ""}` },
    ...(rejected.length > 0 ? [rejects(rejected)] : []),
  ];
  return { steps, coverage: coverageOf(tokens, rejected), listed: { tokens, whole } };
}

function rejects(rejected: Page<TokenSighting>["rejected"]): Step {
  const [first] = rejected;
  const says = `${plural(rejected.length, "row")} could not be used. The first: ${first?.reference}, ${first?.field} ${first?.reason}.`;
  return { step: "fields", verdict: "bad", says, next: "Nothing is ever taken for gone while rows are rejected: look at this field's path and format." };
}

/** Few systems tell these, so they are named only where this one does. */
const furtherFields: [string, (token: TokenSighting) => boolean][] = [
  ["rotated", ({ rotated }) => Boolean(rotated)],
  ["scopesUsed", ({ scopesUsed }) => Boolean(scopesUsed)],
  ["thirdParty", ({ thirdParty }) => Boolean(thirdParty)],
  ["parentKey", ({ parentKey }) => Boolean(parentKey)],
  ["family", ({ family }) => Boolean(family)],
];

function coverageOf(tokens: readonly TokenSighting[], rejected: Page<TokenSighting>["rejected"]): FieldCoverage[] {
  const fields: [string, (token: TokenSighting) => boolean][] = [
    ["name", () => true],
    ["hint", ({ hint }) => hint !== null],
    ["fingerprint", ({ fingerprints }) => fingerprints.length > 0],
    ["scopes", ({ scopes }) => scopes.length > 0],
    ["environment", ({ environment }) => environment !== null],
    ["reach", ({ reach }) => reach !== null],
    ["creator", ({ creator }) => creator !== null],
    ["created", ({ created }) => created !== null],
    ["expiry", ({ expiry }) => expiry.kind !== "unknown"],
    ["lastUsed", ({ lastUsed }) => lastUsed !== null],
    ...furtherFields.filter(([, isKnown]) => tokens.some(isKnown)),
  ];
  const others = new Set(rejected.map(({ field }) => field).filter((field) => !fields.some(([name]) => name === field)));
  const rejectedAt = (field: string) => rejected.filter((each) => each.field === field).length;
  return [
    ...fields.map(([field, isKnown]) => {
      const known = tokens.filter(isKnown).length;
      return { field, known, unknown: tokens.length - known, rejected: rejectedAt(field) };
    }),
    ...[...others].map((field) => ({ field, known: tokens.length, unknown: 0, rejected: rejectedAt(field) })),
  ];
}

/** Reads the accounts, and whether the tokens' makers are among them. */
export async function checkAccounts({ read, declaration }: CheckParts, reader: Reading, listed: Listed): Promise<Step> {
  if ("cannot" in declaration.accounts)
    return { step: "accounts", verdict: "not_tried", says: `The file says that they can't be listed: ${declaration.accounts.cannot}` };
  const ids = new Set<string>();
  let withEmail = 0;
  let rejected = 0;
  try {
    for (let cursor: string | null | undefined; cursor !== null && ids.size < enough; ) {
      const page = await reader.listAccounts(read, cursor ?? null);
      for (const { externalId, email } of page.items) {
        ids.add(externalId);
        if (email !== null) withEmail += 1;
      }
      rejected += page.rejected.length;
      cursor = page.next;
    }
  } catch (error) {
    if (!(error instanceof VendorFault)) throw error;
    return { step: "accounts", verdict: "bad", says: error.message, next: "Look at `accounts.list`." };
  }
  if (rejected > 0) return { step: "accounts", verdict: "bad", says: `${plural(rejected, "row")} could not be used.`, next: "Look at `accounts.fields`." };
  const makers = new Set(listed.tokens.flatMap(({ creator }) => creator?.account ?? []));
  const strangers = [...makers].filter((id) => !ids.has(id)).length;
  const says = `${plural(ids.size, "account")}, ${withEmail} with an e-mail address.`;
  if (makers.size > 0 && strangers === makers.size)
    return {
      step: "accounts",
      verdict: "bad",
      says: `${says} None is the maker of a listed token.`,
      next: "`creator` and `accounts.fields.id` must give the same id.",
    };
  return { step: "accounts", verdict: "good", says: strangers > 0 ? `${says} ${strangers} of ${makers.size} makers of tokens are not among them.` : says };
}
