import { Prisma } from "../core/db";
import { environmentPatterns } from "../domain/criticality";
import { ownConnector } from "../domain/own-connector";
import { broadPattern } from "../domain/permissions";
import { severities } from "../domain/severity";
import type { FactorSql } from "./contract";

/** A fixed text of ours as an SQL literal: rules hold no parameter. */
export const literal = (text: string): Prisma.Sql => Prisma.raw(`'${text.replaceAll("'", "''")}'::text`);

/** Whether `environment` is surely not production: the judgement of `criticalBecause`, as a boolean expression. Null where it is null. */
export const isHarmless = (environment: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(${environment} ~* ${literal(environmentPatterns.notProduction)} and ${environment} !~* ${literal(environmentPatterns.production)})`;
/** Whether `environment` is production by its name. Null where it is null. */
export const isProduction = (environment: Prisma.Sql): Prisma.Sql => Prisma.sql`(${environment} ~* ${literal(environmentPatterns.production)})`;

/** Whether one of `scopes` stands for more than one task: the judgement of `broadness`. Each is a line of its own; "n" has ^ and $ stand for the ends of lines. */
export const isBroad = (scopes: Prisma.Sql): Prisma.Sql => Prisma.sql`(array_to_string(${scopes}, E'\n') ~* ${literal(`(?n)${broadPattern}`)})`;

/** Whether `token t` counts as critical: the same judgement as `criticalBecause`, as a boolean expression. */
export const critical = Prisma.sql`(not coalesce(${isHarmless(Prisma.sql`t.environment`)}, false) or t.reach is null or t.reach ->> 'level' = 'high')`;

/**
 * Whether facts from the connection in `column` may close a finding: its statement is signed, or it is an imported listing, which the
 * collector takes in itself and nobody reads, or the deployment's own. Anybody may point an unsigned connection at a server of their own.
 */
export const vouched = (column: string): Prisma.Sql =>
  Prisma.sql`${Prisma.raw(column)} in (select connection_id from signed_connection union all select id from connection where connector in ('import', ${ownConnector}))`;

/** What only a vendor's word makes false: closes where its connection is vouched for, and otherwise waits for the signature. */
export const falseByVendor = (column: string): Prisma.Sql => Prisma.sql`case when ${vouched(column)} then 'false' else 'kept' end`;

/** Says of an unsigned connection that it is one; null elsewhere. */
export const unsignedFactor = (column: string): Prisma.Sql =>
  Prisma.sql`case when not ${vouched(column)} then ${factor("unsigned", "its connection is not signed yet, so this is that address's word alone", "none")} end`;

/** One factor as JSON. `words` is a sentence part, or SQL that makes one. */
export function factor(name: string, words: string | Prisma.Sql, effect: "raises" | "lowers" | "none"): Prisma.Sql {
  const text = typeof words === "string" ? literal(words) : words;
  return Prisma.sql`jsonb_build_object('name', ${literal(name)}, 'words', ${text}, 'effect', ${literal(effect)})`;
}

/** A JSON array of those factors that are not null. */
export const factors = (...parts: Prisma.Sql[]): Prisma.Sql => Prisma.sql`to_jsonb(array_remove(array[${Prisma.join(parts)}]::jsonb[], null))`;

/** Severity by rank: 1 = critical … 5 = info; what lies beyond counts as the end. */
export const severityOf = (rank: Prisma.Sql): Prisma.Sql => Prisma.sql`(array[${Prisma.join(severities.map(literal))}])[greatest(1, least(5, ${rank}))]`;

const f = (name: string, when: Prisma.Sql, words: string | Prisma.Sql, effect: FactorSql["effect"]): FactorSql => ({ name, when, words, effect });

/** What makes a token critical (unknown is not safe), as factors that raise. */
export const criticalFactors: readonly FactorSql[] = [
  f("environment", Prisma.sql`j.environment is null`, "its environment is unknown", "raises"),
  f("environment", Prisma.sql`j.production`, Prisma.sql`'it works in ' || j.environment`, "raises"),
  f(
    "environment",
    Prisma.sql`j.environment is not null and not j.production and not j.harmless`,
    Prisma.sql`'its environment "' || j.environment || '" is not known to be harmless'`,
    "raises",
  ),
  f("reach", Prisma.sql`j.reach_level is null`, "its reach is unknown", "raises"),
  f("reach", Prisma.sql`j.reach_level = 'high'`, "its reach is high", "raises"),
];

/** For every rule about a token, after its own. */
export const commonFactors: readonly FactorSql[] = [
  f("missing", Prisma.sql`j.state = 'missing'`, "the last complete sync did not list it, which proves nothing", "none"),
  f("unsigned", Prisma.sql`not j.vouched`, "its connection is not signed yet, so this is that address's word alone", "none"),
];

/** Two ranks: the graver one where the token is critical. */
export const byCriticality = (graver: number, otherwise: number): Prisma.Sql =>
  Prisma.sql`case when j.critical then ${Prisma.raw(String(graver))} else ${Prisma.raw(String(otherwise))} end`;

/** A date as people read it. */
export const day = (moment: Prisma.Sql): Prisma.Sql => Prisma.sql`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD')`;
/** `moment` plus that many days of 24 hours (everything runs in UTC, and calendar days are slow to add); null where either is. */
export const daysAfter = (moment: Prisma.Sql, days: Prisma.Sql): Prisma.Sql => Prisma.sql`(${moment} + (${days}) * interval '24 hours')`;
