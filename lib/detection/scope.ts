import { Prisma, type Tx } from "../core/db";
import type { ScopeSql } from "./contract";

/** What changed: the rules look at the tokens and accounts that it can concern, and at nothing else. */
export type RuleScope = { tokens?: readonly string[]; accounts?: readonly string[]; persons?: readonly string[] } | "all";

/** Conditions for the rules, and for the links that they read. */
export interface ResolvedScope extends ScopeSql {
  links: Prisma.Sql;
}

/** More subjects than this are looked at in several statements. */
const chunkSize = 20_000;

/**
 * From what changed to what it concerns: an account concerns the tokens it made, a person the accounts linked to them (by evidence or
 * by somebody's decision), the tokens they own, and whatever still names them in a finding.
 */
export async function resolveScope(tx: Tx, scope: RuleScope): Promise<ResolvedScope[]> {
  if (scope === "all") return [{ tokens: Prisma.sql`true`, accounts: Prisma.sql`true`, links: Prisma.sql`true` }];
  const persons = [...(scope.persons ?? [])];
  const accounts = new Set(scope.accounts ?? []);
  const tokens = new Set(scope.tokens ?? []);
  if (persons.length > 0) {
    for (const { id } of await accountsOf(tx, persons)) accounts.add(id);
    for (const { id } of await tokensOf(tx, persons)) tokens.add(id);
  }
  if (accounts.size > 0) {
    const made = await tx.$queryRaw<{ id: string }[]>`select id from token where creator_account_id = any(${[...accounts]}::uuid[])`;
    for (const { id } of made) tokens.add(id);
  }
  const parts: ResolvedScope[] = [];
  for (const some of chunks([...accounts])) parts.push({ tokens: Prisma.sql`false`, accounts: amongst("a.id", some), links: amongst("ap.account_id", some) });
  for (const some of chunks([...tokens])) {
    const creators = await tx.$queryRaw<{ id: string }[]>`
      select distinct creator_account_id as id from token where id = any(${some}::uuid[]) and creator_account_id is not null`;
    parts.push({
      tokens: amongst("t.id", some),
      accounts: Prisma.sql`false`,
      links: amongst(
        "ap.account_id",
        creators.map(({ id }) => id),
      ),
    });
  }
  return parts;
}

const amongst = (column: string, ids: string[]): Prisma.Sql => Prisma.sql`${Prisma.raw(column)} = any(${ids}::uuid[])`;

const accountsOf = (tx: Tx, persons: string[]) => tx.$queryRaw<{ id: string }[]>`
  select account_id as id from account_link where person_id = any(${persons}::uuid[])
  union select account_id from account_link_decision where person_id = any(${persons}::uuid[])
  union select account_id from finding where person_id = any(${persons}::uuid[]) and account_id is not null`;

const tokensOf = (tx: Tx, persons: string[]) => tx.$queryRaw<{ id: string }[]>`
  select token_id as id from ownership where person_id = any(${persons}::uuid[])
  union select token_id from finding where person_id = any(${persons}::uuid[]) and token_id is not null`;

function* chunks(ids: string[]): Generator<string[]> {
  for (let start = 0; start < ids.length; start += chunkSize) yield ids.slice(start, start + chunkSize);
}
