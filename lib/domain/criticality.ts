/** Environment names that are surely not production. Anything else, and nothing at all, counts as unknown or production. */
const notProduction =
  /^(dev|development|test|testing|tests|ci|stage|staging|qa|uat|sandbox|preview|demo|local|integration|nonprod|non-production)([-_.]?[0-9]+|[-_.][a-z0-9]+)*$/i;
const production = /(^|[-_. ])(prod|production|live)([-_. ]|[0-9]|$)/i;

/** What is known about one token when asking how many people must sign for it. */
export interface Weighed {
  /** the vendor's own name; null = unknown */
  environment: string | null;
  /** as the connector declares it; null = unknown */
  reach: { level: "high" | "limited" } | null;
}

/** Why a token counts as critical, in words; empty when it does not. Unknown is not safe (design, "Processes and walls" 3). */
export function criticalBecause({ environment, reach }: Weighed): string[] {
  const reasons: string[] = [];
  if (environment === null) reasons.push("its environment is unknown");
  else if (production.test(environment)) reasons.push(`it works in ${environment}`);
  else if (!notProduction.test(environment)) reasons.push(`its environment "${environment}" is not known to be harmless`);
  if (reach === null) reasons.push("its reach is unknown");
  else if (reach.level === "high") reasons.push("its reach is high");
  return reasons;
}

/** The same two patterns as text, for a database to match without regard to case; both dialects read them alike (lib/detection proves it). */
export const environmentPatterns = { production: production.source, notProduction: notProduction.source } as const;
