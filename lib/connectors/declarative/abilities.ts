import type { Effect, TokenClass } from "../../domain/tokens";
import type { Abilities, Ability, ProofWindow } from "../contract";
import type { Declaration } from "./schema/declaration";

/** What a file can do, per class of tokens, in the words of coverage. */
export function abilitiesOf({ tokens, describe, revoke, disable, probe, otherClasses }: Declaration): Partial<Record<TokenClass, Abilities>> {
  const { lastUsed } = tokens.fields;
  const own: Abilities = {
    list: "can",
    last_used: lastUsed === undefined ? { cannot: "The declaration names no date of last use." } : abilityOf(lastUsed),
    describe: describe === undefined ? { cannot: "The declaration says nothing of looking one token up, since nothing is ended here." } : "can",
    revoke: abilityOf(revoke),
    disable: abilityOf(disable),
    probe: abilityOf(probe),
  };
  const cannot = (why: string): Abilities => ({
    ...{ list: { cannot: why }, last_used: { cannot: why }, describe: { cannot: why } },
    ...{ revoke: { cannot: why }, disable: { cannot: why }, probe: { cannot: why } },
  });
  const others = Object.entries(otherClasses).map(([name, why]) => [name, cannot(why)]);
  return { ...Object.fromEntries(others), [tokens.class]: own };
}

const abilityOf = (part: string | object): Ability => (typeof part === "object" && "cannot" in part ? { cannot: String(part.cannot) } : "can");

/** Can nothing be ended here? Then no credential for revoking is asked for. */
export const endsNothing = ({ revoke, disable }: Declaration): boolean => "cannot" in revoke && "cannot" in disable;

export function effectsOf({ tokens, revoke, disable }: Declaration): Partial<Record<TokenClass, Effect[]>> {
  const effects: Effect[] = [...("cannot" in revoke ? [] : (["dead"] as const)), ...("cannot" in disable ? [] : (["disabled"] as const))];
  return { [tokens.class]: effects };
}

export const proofOf = ({ proof }: Declaration): ProofWindow => ({
  refusals: proof.refusals,
  spanMilliseconds: proof.spanSeconds * 1_000,
  intervalMilliseconds: proof.intervalSeconds * 1_000,
  knownLagSeconds: proof.lagSeconds,
  control: true,
});

/** What is never seen: what the file says, and what follows from how it reads. */
export function blindSpotsOf({ blindSpots, tokens, accounts, probe, revoke }: Declaration): string[] {
  const paged = tokens.list.paging.kind;
  return [
    ...blindSpots,
    ...(paged === "page" ? ["A token that changes its place while the pages are read may be left out until the next sync."] : []),
    ...("cannot" in accounts ? [`Accounts: ${accounts.cannot}`] : []),
    ...(!("cannot" in probe) && probe.by === "record"
      ? ["Whether a token is still let in: the system shows no secrets, so a death is proven by its record of the token."]
      : []),
    ...("cannot" in probe && !("cannot" in revoke) ? [`Whether a revoked token is dead: ${probe.cannot}`] : []),
  ];
}

/** What works and is worth a second look before the file is used. */
export function warningsOf(declaration: Declaration): string[] {
  const { tokens, probe, revoke, requires, accounts } = declaration;
  const { fields, list } = tokens;
  const byStatus = "cannot" in probe ? [] : [...probe.dead, ...(probe.disabled ?? [])].filter(({ body, has }) => !body && !has).map(({ status }) => status);
  return [
    ...byStatus.map((status) => `Death is told by the status ${status} alone. Add \`body\`, if the system says more: a filter before it may answer the same.`),
    ...("cannot" in probe && !("cannot" in revoke) ? ["Without `probe` no death is ever proven here: every execution stays unproven."] : []),
    ...(fields.environment === undefined ? ["Without `environment` every token counts as critical, and needs as many people."] : []),
    ...(fields.reach === undefined ? ["Without `reach` every token counts as critical, and needs as many people."] : []),
    ...(fields.creator === undefined || "cannot" in accounts
      ? ["Without `creator` and `accounts` no token is tied to a person, so nobody's leaving is noticed."]
      : []),
    ...(fields.expiry === undefined ? ["Without `expiry` it is unknown of every token when it ends."] : []),
    ...(list.paging.kind !== "none" && list.total === undefined ? ["Without `total` a listing that the system cuts short is not noticed."] : []),
    ...(requires.length === 0 ? ["Without `requires`, a credential that sees only some tokens makes the others look as if they were gone."] : []),
  ];
}
