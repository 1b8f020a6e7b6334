/** What a hint shows of a secret. */
export interface Ends {
  prefix: string;
  /** its last four characters; null where it does not show them */
  last: string | null;
}

/** A listed token, as far as its system shows it. */
export interface Listed {
  hint: string | null;
  prefixLast: string | null;
  class: string;
  vendor: string;
  connection: string;
}

export interface Scored {
  /** of 100, at most 90: ends alone never make it certain */
  score: number;
  /** in words, the weightiest first */
  why: string[];
}

/** Between the ends: an ellipsis, or what blots out. */
const gap = /…|\.{2,}|\*{2,}|•{2,}|[xX]{4,}/;
const lastFour = /[\w+/=-]{4}$/;
const certainNever = 90;

/** What a hint shows; null where it shows nothing of the secret. Vendors write `ghp_…9f2c`, `sk_live_***9f2c`, `9f2c`. */
export function endsOf(hint: string | null): Ends | null {
  if (hint === null) return null;
  const text = hint.trim();
  const [before = "", ...after] = text.split(gap);
  if (after.length === 0) return text.length >= 4 && text.length <= 8 && lastFour.test(text) ? { prefix: "", last: text.slice(-4) } : null;
  const end = after.at(-1) as string;
  return { prefix: before, last: lastFour.test(end) ? end.slice(-4) : null };
}

/**
 * How well a listed token fits a secret that was found. Four characters of letters and digits are the same by chance once in 14.8 million pairs, so in a
 * large inventory some are: what else fits makes it likelier, what contradicts rules it out (null). The weights are ours.
 */
export function scoreOf(found: { ends: Ends; family: string | null; tokenClass: string | null }, listed: Listed): Scored | null {
  const shown = [listed.prefixLast, listed.hint].map(endsOf).find((ends) => ends?.last === found.ends.last);
  if (!shown) return null;
  const [ours, theirs] = [found.ends.prefix, shown.prefix];
  const samePrefix = ours !== "" && theirs !== "" && (ours.startsWith(theirs) || theirs.startsWith(ours));
  if (ours !== "" && theirs !== "" && !samePrefix) return null;
  const family = found.family?.toLowerCase() ?? "";
  const sameVendor = family.length > 2 && (listed.vendor.toLowerCase() === family || listed.connection.toLowerCase().includes(family));
  const reasons: [boolean, number, string][] = [
    [true, 35, `its last four characters are the same (${shown.last})`],
    [samePrefix, 30, `it begins the same (${theirs})`],
    [sameVendor, 20, `its connection is of the same vendor (${listed.connection})`],
    [found.tokenClass === listed.class, 10, "it is of the same class"],
  ];
  const held = reasons.filter(([holds]) => holds);
  return {
    score: Math.min(
      certainNever,
      held.reduce((sum, [, points]) => sum + points, 0),
    ),
    why: held.map(([, , words]) => words),
  };
}
