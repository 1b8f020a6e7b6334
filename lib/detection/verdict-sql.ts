import { Prisma } from "../core/db";
import { environmentPatterns } from "../domain/criticality";
import { ownConnector } from "../domain/own-connector";
import { severities } from "../domain/severity";

/** Whether `token t` counts as critical: the same judgement as `criticalBecause`, as a boolean expression. */
export const critical = Prisma.sql`(t.environment is null or t.environment ~* ${environmentPatterns.production}
  or t.environment !~* ${environmentPatterns.notProduction} or t.reach is null or t.reach ->> 'level' = 'high')`;

/** What makes `token t` critical, as factors; null where it does not. */
export const criticalFactors = Prisma.sql`
  case when t.environment is null then ${factor("environment", "its environment is unknown", "raises")}
       when t.environment ~* ${environmentPatterns.production} then ${factor("environment", Prisma.sql`'it works in ' || t.environment`, "raises")}
       when t.environment !~* ${environmentPatterns.notProduction}
         then ${factor("environment", Prisma.sql`'its environment "' || t.environment || '" is not known to be harmless'`, "raises")} end,
  case when t.reach is null then ${factor("reach", "its reach is unknown", "raises")}
       when t.reach ->> 'level' = 'high' then ${factor("reach", "its reach is high", "raises")} end`;

/**
 * Whether facts from the connection in `column` may close a finding: its statement is signed, or it is an imported listing, which the
 * collector takes in itself and nobody reads, or the deployment's own. Anybody may point an unsigned connection at a server of their own.
 */
export const vouched = (column: string): Prisma.Sql =>
  Prisma.sql`${Prisma.raw(column)} in (select connection_id from signed_connection union all select id from connection where connector in ('import', ${ownConnector}))`;

/** What only a vendor's word makes false: closes where its connection is vouched for, and otherwise waits for the signature. */
export const falseByVendor = (column: string): Prisma.Sql => Prisma.sql`case when ${vouched(column)} then 'false' else 'kept' end`;

/** Whether the connection in `column` is the deployment's own: what has ended there is refused by ourselves, at once and for ever, and needs no proof from elsewhere. */
export const endedHere = (column: string): Prisma.Sql => Prisma.sql`${Prisma.raw(column)} in (select id from connection where connector = ${ownConnector})`;

/** Says of an unsigned connection that it is one; null elsewhere. */
export const unsignedFactor = (column: string): Prisma.Sql =>
  Prisma.sql`case when not ${vouched(column)} then ${factor("unsigned", "its connection is not signed yet, so this is that address's word alone", "none")} end`;

/** One factor as JSON. `words` is a sentence part, or SQL that makes one. */
export function factor(name: string, words: string | Prisma.Sql, effect: "raises" | "lowers" | "none"): Prisma.Sql {
  const text = typeof words === "string" ? Prisma.sql`${words}::text` : words;
  return Prisma.sql`jsonb_build_object('name', ${name}::text, 'words', ${text}, 'effect', ${effect}::text)`;
}

/** A JSON array of those factors that are not null. */
export const factors = (...parts: Prisma.Sql[]): Prisma.Sql => Prisma.sql`to_jsonb(array_remove(array[${Prisma.join(parts)}]::jsonb[], null))`;

/** Severity by rank: 1 = critical … 5 = info; what lies beyond counts as the end. */
export const severityOf = (rank: Prisma.Sql): Prisma.Sql => Prisma.sql`(array[${Prisma.join([...severities])}]::text[])[greatest(1, least(5, ${rank}))]`;

/** The proof that `token t` is dead: its execution, as evidence. Null where there is none. */
export const proofOfDeath = Prisma.sql`(select jsonb_build_object('execution', e.id, 'request', e.request_id, 'result', e.result, 'provenAt', e.ended_at)
  from execution e where e.token_id = t.id and e.status = 'proven' and e.effect = 'dead' order by e.ended_at desc nulls last, e.id limit 1)`;

/** What the vendor says of `token t` now: the fresh facts of a verdict. */
export const tokenFacts = Prisma.sql`jsonb_build_object('state', s.state, 'issuedAt', t.issued_at, 'expiry', t.expiry, 'expiresAt', t.expires_at,
  'lastUsedAt', t.last_used_at, 'lastUsedFrom', t.last_used_from, 'missingSince', t.missing_since, 'disabledAt', t.disabled_at)`;
