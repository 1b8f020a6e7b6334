import { type Declaration, Declaration as DeclarationSchema } from "../connectors/declarative/schema/declaration";
import type { TokenClass } from "../domain/tokens";

/** By class of token, the call by which a found secret is tried, in words. */
export type CheckCalls = Partial<Record<TokenClass, string>>;

const github =
  "GET /rate_limit with the secret itself: it says how much the token may still ask, reads nothing of anybody and counts against no limit. GitHub dates it as use of the token.";
const calls: Readonly<Record<string, CheckCalls>> = {
  unleash: {
    api_key: "GET /api/client/features with the secret itself: it reads feature flags and changes nothing. Unleash notes the visit as use of the token.",
  },
  directus: {
    personal_access_token:
      "GET /users/me?fields=id with the secret itself: it reads the id of the token's own user. Directus notes nothing. A suspended user's token is refused in the same words as one that is gone.",
  },
  glewlwyd: {
    api_key: "GET /scope/?limit=1 with the secret itself: it reads the name of one scope. Glewlwyd counts the visit as use of the key.",
  },
  github: { personal_access_token: github, oauth_grant: github, ephemeral_secret: github },
};
/** Which classes of tokens of which vendors are tried by a call of our own. */
export const builtInCalls: readonly { connector: string; class: TokenClass }[] = Object.entries(calls).flatMap(([connector, classes]) =>
  (Object.keys(classes) as TokenClass[]).map((tokenClass) => ({ connector, class: tokenClass })),
);
/** Vendors with a call of their own; what makes the calls is lib/connectors/checkers.ts, which web never carries. */
export const checkedConnectors: readonly string[] = [...Object.keys(calls), "declarative"];

/** At a connection of this kind with these settings, which classes of tokens can be tried, and by which call. Nothing where no call is known that does no harm. */
export function checkCallsOf(connector: string, settings: unknown): CheckCalls {
  if (connector !== "declarative") return calls[connector] ?? {};
  const parsed = DeclarationSchema.safeParse((settings as { declaration?: unknown } | null)?.declaration);
  return parsed.success ? declared(parsed.data) : {};
}

function declared({ probe, tokens, system, basePath }: Declaration): CheckCalls {
  if ("cannot" in probe) return {};
  const at = probe.request.indexOf(" ");
  const call = `${probe.request.slice(0, at)} ${basePath}${probe.request.slice(at + 1)}`;
  return { [tokens.class]: `${call} with the secret itself, the call by which ${system}'s declaration proves that a token is dead.` };
}
