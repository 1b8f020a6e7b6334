import { Prisma, type Queryable, type Tx } from "../core/db";
import type { ScopeSql } from "./contract";
import { nearlyEverything, type TokenScope } from "./judged-sql";

/** What changed: the rules look at the tokens and accounts that it can concern, and at nothing else. */
export type RuleScope = { tokens?: readonly string[]; accounts?: readonly string[]; persons?: readonly string[] } | "all";

/** Conditions for the rules about accounts, for the links that they read (`account_person ap`) and for the findings they move (`finding f`). */
export interface AccountScope extends ScopeSql {
  links: Prisma.Sql;
  findings: Prisma.Sql;
}
export type ResolvedScope = { kind: "accounts"; accounts: AccountScope } | { kind: "tokens"; tokens: TokenScope; count: number };

/** More subjects than this are looked at in several statements. */
const chunkSize = 5_000;

/**
 * From what changed to what it concerns: an account concerns the tokens it made, a person the accounts linked to them (by evidence or
 * by somebody's decision), the tokens they own or stand in for, and whatever still names them in a finding. A token concerns the service
 * account that made it, which answers through its tokens' owners, and the tokens that carry the same secret.
 */
export async function* resolveScope(tx: Tx, scope: RuleScope): AsyncGenerator<ResolvedScope> {
  if (scope === "all") {
    for await (const some of everyId(tx, "account")) yield ofAccounts(some);
    for await (const some of everyId(tx, "token")) yield await ofTokens(tx, some);
    return;
  }
  const { accounts, tokens } = await concerned(tx, scope);
  for (const some of chunks(accounts)) yield ofAccounts(some);
  for (const some of chunks(tokens)) yield await ofTokens(tx, some);
}

async function concerned(tx: Tx, scope: Exclude<RuleScope, "all">): Promise<{ accounts: string[]; tokens: string[] }> {
  const persons = [...(scope.persons ?? [])];
  const accounts = new Set(scope.accounts ?? []);
  const tokens = new Set(scope.tokens ?? []);
  if (persons.length > 0) {
    add(accounts, await accountsOf(tx, persons));
    add(tokens, await tokensOf(tx, persons));
  }
  if (accounts.size > 0) add(tokens, await madeBy(tx, [...accounts]));
  if (tokens.size > 0) {
    const changed = [...tokens];
    add(accounts, await serviceMakers(tx, changed));
    add(tokens, await twinsOf(tx, changed));
  }
  return { accounts: [...accounts], tokens: [...tokens] };
}

function add(to: Set<string>, rows: Id[]): void {
  for (const { id } of rows) to.add(id);
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

/** About so many tokens are compared by one statement: what it keeps of them in memory stays below 200 MB. */
const mostCompared = 500_000;

/**
 * All tokens in ranges, two at least, for connections of their own: a statement that reads relations kept in memory runs on one core alone. The
 * last, of two, is a sixth larger: two that begin together don't end together, and one's findings are written while the other is still compared.
 */
export async function tokenRanges(db: Queryable): Promise<TokenScope[]> {
  const cuts = await db.$queryRaw<Id[]>`
    with size as (select count(*) as n, greatest(2, ceil(count(*) / ${mostCompared}::float8))::int as parts from token)
    select (select id from token order by id offset (n * (part - 0.08) / parts)::bigint limit 1) as id from size, generate_series(1, parts - 1) part where n > parts`;
  return [...cuts, null].map((cut, n) => between(cuts[n - 1]?.id, cut?.id));
}

function between(from: string | undefined, to: string | undefined): TokenScope {
  const of = (column: string) =>
    Prisma.sql`(${from ? Prisma.sql`${Prisma.raw(column)} >= ${from}::uuid` : Prisma.sql`true`} and ${to ? Prisma.sql`${Prisma.raw(column)} < ${to}::uuid` : Prisma.sql`true`})`;
  return { ...nearlyEverything, of, joined: of };
}

interface Id {
  id: string;
}
const ofAccounts = (ids: string[]): ResolvedScope => ({
  kind: "accounts",
  accounts: { accounts: amongst("a.id", ids), links: amongst("ap.account_id", ids), findings: amongst("f.account_id", ids) },
});

async function ofTokens(tx: Tx, ids: string[]): Promise<ResolvedScope> {
  const creators = await tx.$queryRaw<Id[]>`
    select distinct creator_account_id as id from token where id = any(${ids}::uuid[]) and creator_account_id is not null`;
  const makers = creators.map(({ id }) => id);
  return {
    kind: "tokens",
    count: ids.length,
    tokens: {
      of: (column) => amongst(column, ids),
      joined: () => Prisma.sql`true`,
      makers: (column) => amongst(column, makers),
      named: (column, some) => Prisma.sql`${Prisma.raw(column)} in (${some})`,
    },
  };
}

const amongst = (column: string, ids: string[]): Prisma.Sql => Prisma.sql`${Prisma.raw(column)} = any(${ids}::uuid[])`;

const accountsOf = (tx: Tx, persons: string[]) => tx.$queryRaw<Id[]>`
  select account_id as id from account_link where person_id = any(${persons}::uuid[])
  union select account_id from account_link_decision where person_id = any(${persons}::uuid[])
  union select account_id from finding where person_id = any(${persons}::uuid[]) and account_id is not null`;

const tokensOf = (tx: Tx, persons: string[]) => tx.$queryRaw<Id[]>`
  select token_id as id from ownership where person_id = any(${persons}::uuid[])
  union select token_id from ownership where backup_person_id = any(${persons}::uuid[])
  union select token_id from finding where person_id = any(${persons}::uuid[]) and token_id is not null`;

const madeBy = (tx: Tx, accounts: string[]) => tx.$queryRaw<Id[]>`select id from token where creator_account_id = any(${accounts}::uuid[])`;

const serviceMakers = (tx: Tx, tokens: string[]) => tx.$queryRaw<Id[]>`
  select distinct a.id from token t join account a on a.id = t.creator_account_id and a.kind = 'service' where t.id = any(${tokens}::uuid[])`;

const twinsOf = (tx: Tx, tokens: string[]) => tx.$queryRaw<Id[]>`
  select distinct g.token_id as id from token_fingerprint f join token_fingerprint g on g.kind = f.kind and g.value = f.value and g.token_id <> f.token_id
  where f.kind in ('hmac_sha256', 'sha256') and f.token_id = any(${tokens}::uuid[])`;

function* chunks(ids: string[]): Generator<string[]> {
  for (let start = 0; start < ids.length; start += chunkSize) yield ids.slice(start, start + chunkSize);
}
