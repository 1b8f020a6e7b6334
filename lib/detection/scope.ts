import { Prisma, type Queryable, type Tx } from "../core/db";
import type { ScopeSql } from "./contract";

/** What changed: the rules look at the tokens and accounts that it can concern, and at nothing else. */
export type RuleScope = { tokens?: readonly string[]; accounts?: readonly string[]; persons?: readonly string[] } | "all";

/** Conditions for the rules, for the links that they read (`account_person ap`) and for the findings they move (`finding f`). */
export interface ResolvedScope extends ScopeSql {
  links: Prisma.Sql;
  findings: Prisma.Sql;
}

/** More subjects than this are looked at in several statements. */
const chunkSize = 10_000;

/**
 * From what changed to what it concerns: an account concerns the tokens it made, a person the accounts linked to them (by evidence or
 * by somebody's decision), the tokens they own, and whatever still names them in a finding.
 */
export async function* resolveScope(tx: Tx, scope: RuleScope): AsyncGenerator<ResolvedScope> {
  if (scope === "all") {
    for await (const some of everyId(tx, "account")) yield ofAccounts(some);
    for await (const some of everyId(tx, "token")) yield await ofTokens(tx, some);
    return;
  }
  const persons = [...(scope.persons ?? [])];
  const accounts = new Set(scope.accounts ?? []);
  const tokens = new Set(scope.tokens ?? []);
  if (persons.length > 0) {
    for (const { id } of await accountsOf(tx, persons)) accounts.add(id);
    for (const { id } of await tokensOf(tx, persons)) tokens.add(id);
  }
  if (accounts.size > 0) {
    const made = await tx.$queryRaw<Id[]>`select id from token where creator_account_id = any(${[...accounts]}::uuid[])`;
    for (const { id } of made) tokens.add(id);
  }
  for (const some of chunks([...accounts])) yield ofAccounts(some);
  for (const some of chunks([...tokens])) yield await ofTokens(tx, some);
}

/** All ids of a table, in chunks, by keyset. */
export async function* everyId(db: Queryable, table: "token" | "account"): AsyncGenerator<string[]> {
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const rows = await db.$queryRaw<Id[]>`select id from ${Prisma.raw(table)} where id > ${after}::uuid order by id limit ${chunkSize}`;
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(({ id }) => id);
    after = last.id;
  }
}

interface Id {
  id: string;
}
const nothing = Prisma.sql`false`;

function ofAccounts(ids: string[]): ResolvedScope {
  return {
    tokens: nothing,
    states: nothing,
    accounts: amongst("a.id", ids),
    links: amongst("ap.account_id", ids),
    findings: amongst("f.account_id", ids),
  };
}

async function ofTokens(tx: Tx, ids: string[]): Promise<ResolvedScope> {
  const creators = await tx.$queryRaw<Id[]>`
    select distinct creator_account_id as id from token where id = any(${ids}::uuid[]) and creator_account_id is not null`;
  const makers = creators.map(({ id }) => id);
  return {
    tokens: amongst("t.id", ids),
    states: amongst("s.token_id", ids),
    accounts: nothing,
    links: amongst("ap.account_id", makers),
    findings: amongst("f.token_id", ids),
  };
}

const amongst = (column: string, ids: string[]): Prisma.Sql => Prisma.sql`${Prisma.raw(column)} = any(${ids}::uuid[])`;

const accountsOf = (tx: Tx, persons: string[]) => tx.$queryRaw<Id[]>`
  select account_id as id from account_link where person_id = any(${persons}::uuid[])
  union select account_id from account_link_decision where person_id = any(${persons}::uuid[])
  union select account_id from finding where person_id = any(${persons}::uuid[]) and account_id is not null`;

const tokensOf = (tx: Tx, persons: string[]) => tx.$queryRaw<Id[]>`
  select token_id as id from ownership where person_id = any(${persons}::uuid[])
  union select token_id from finding where person_id = any(${persons}::uuid[]) and token_id is not null`;

function* chunks(ids: string[]): Generator<string[]> {
  for (let start = 0; start < ids.length; start += chunkSize) yield ids.slice(start, start + chunkSize);
}
