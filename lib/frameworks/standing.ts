import type { Severity } from "../domain/severity";

export interface RuleStanding {
  id: string;
  title: string;
  /** open findings by severity; every severity is there */
  open: Record<Severity, number>;
  total: number;
  falsePositives: number;
  /** what the rule rests on and nothing feeds */
  noSource: string[];
  /** connections that hold something, and at how many of them the rule has all that it rests on */
  connections: number;
  fed: number;
  /** where it lacks something, and what */
  blindAt: { id: string; name: string; missing: string[] }[];
}

/** Of the connections that hold something: where every rule that tests a control sees all it needs, where some do, and where none does. */
export interface ControlCoverage {
  connections: number;
  whole: number;
  part: number;
  none: number;
}

/**
 * `not_tested`: no rule of ours tests it. `no_source`: rules would, but nothing feeds any of them. `open`: something is wrong. `partly_seen`: nothing is, but
 * some rule does not see every connection. `clear`: tested everywhere, and nothing is wrong.
 */
export type Standing = "not_tested" | "no_source" | "open" | "partly_seen" | "clear";

/** Where a control stands, by the rules that test it. */
export function standingOf(own: readonly RuleStanding[]): Standing {
  if (own.length === 0) return "not_tested";
  if (own.some(({ total }) => total > 0)) return "open";
  if (own.every(({ noSource }) => noSource.length > 0)) return "no_source";
  return own.every(({ noSource, blindAt }) => noSource.length === 0 && blindAt.length === 0) ? "clear" : "partly_seen";
}

/** At how many connections the rules of a control see: a rule without a source anywhere sees at none. */
export function coverageOf(own: readonly RuleStanding[]): ControlCoverage {
  const connections = own[0]?.connections ?? 0;
  const sees = own.filter(({ noSource }) => noSource.length === 0);
  const blind = new Map<string, number>();
  for (const { blindAt } of sees) for (const { id } of blindAt) blind.set(id, (blind.get(id) ?? 0) + 1);
  const none = sees.length === 0 ? connections : [...blind.values()].filter((n) => n === sees.length).length;
  const whole = sees.length === own.length ? connections - blind.size : 0;
  return { connections, whole, part: connections - whole - none, none };
}
