import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { decodePlace, encodePlace } from "../core/keyset";
import { parse } from "../core/parse";
import type { Severity } from "../domain/severity";
import type { Dated, PersonState, TokenRow } from "../tokens/token-row";
import { tokenRows } from "../tokens/token-row";
import { residueItems, residuePeople, residuePlaces } from "./item-sql";
import { ResidueInput, type UsedSince } from "./schemas";

export interface ResidueToken {
  row: TokenRow;
  severity: Severity;
  usedSince: UsedSince;
  finding: string;
}
export interface ResidueAccount {
  id: string;
  name: string;
  connection: { id: string; name: string };
  status: "enabled" | "disabled" | "unknown";
  severity: Severity;
  usedSince: UsedSince;
  created: Dated;
  lastUsed: Dated;
}
/** One person who left, and what of theirs is alive. `tokens` and `accounts` hold the gravest; the counts say how many there are. */
export interface ResiduePerson {
  person: { id: string; name: string; status: PersonState; title: string | null; department: string | null };
  left: Dated;
  severity: Severity;
  usedSince: UsedSince;
  tokenCount: number;
  accountCount: number;
  tokens: ResidueToken[];
  accounts: ResidueAccount[];
}

/** How many tokens and accounts of one person a list carries; the rest is a link away. */
const shownPerPerson = 8;

interface PersonKey {
  person_id: string;
  severity: Severity;
  tokens: number;
  accounts: number;
  used_since: UsedSince;
  place: bigint;
}
type Item = { person_id: string; token_id: string | null; account_id: string | null; finding_id: string; severity: Severity; used_since: UsedSince };

/** One page of people who left while something of theirs is alive, gravest first; the first one says how many there are. */
export async function listResidue(ctx: Context, input: unknown): Promise<{ people: ResiduePerson[]; next: string | null; totals: ResidueTotals | null }> {
  authorize(ctx.actor, "residue.read");
  const query = parse(ResidueInput, input);
  const place = decodePlace(query.cursor);
  const after = place ? Prisma.sql`where (g.place, g.person_id) > (${BigInt(place[0] ?? 0)}::bigint, ${place[1]}::uuid)` : Prisma.empty;
  // What is not selected is not read either: the order needs neither tokens nor accounts.
  const places = await ctx.db.$queryRaw<({ person_id: string; place: bigint } & ResidueTotals)[]>`
    select g.person_id, g.place, (count(*) over ())::int as people, (sum(g.tokens) over ())::int as tokens, (sum(g.accounts) over ())::int as accounts
    from (${residuePlaces(query, ctx.actor)}) g ${after} order by g.place, g.person_id limit ${query.limit + 1}`;
  const shown = places.slice(0, query.limit);
  const last = shown.at(-1);
  const [first] = places;
  return {
    totals: place ? null : { people: first?.people ?? 0, tokens: first?.tokens ?? 0, accounts: first?.accounts ?? 0 },
    people: await people(
      ctx,
      query,
      shown.map(({ person_id }) => person_id),
    ),
    next: places.length > query.limit && last ? encodePlace([String(last.place), last.person_id]) : null,
  };
}

async function people(ctx: Context, query: ResidueInput, ids: string[]): Promise<ResiduePerson[]> {
  if (ids.length === 0) return [];
  const keys = await ctx.db.$queryRaw<PersonKey[]>`
    select * from (${residuePeople(query, ctx.actor)}) g where g.person_id = any(${ids}::uuid[]) order by g.place, g.person_id`;
  const items = await ctx.db.$queryRaw<Item[]>`
    select * from (select i.*, row_number() over (partition by i.person_id, i.token_id is null order by i.severity, i.first_seen_at, i.finding_id) as n
      from (${residueItems(query, ctx.actor)}) i where i.person_id = any(${ids}::uuid[])) ranked where n <= ${shownPerPerson} order by severity, n`;
  const tokenIds = items.flatMap((item) => item.token_id ?? []);
  const accountIds = items.flatMap((item) => item.account_id ?? []);
  const [persons, rows, accounts] = await Promise.all([
    ctx.db.person.findMany({
      where: { id: { in: ids } },
      select: { id: true, displayName: true, status: true, statusAt: true, statusSource: true, title: true, department: true },
    }),
    tokenRows(ctx.db, tokenIds),
    ctx.db.account.findMany({ where: { id: { in: accountIds } }, include: { connection: { select: { id: true, name: true } } } }),
  ]);
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const accountOf = new Map(accounts.map((account) => [account.id, account]));
  const personOf = new Map(persons.map((person) => [person.id, person]));
  return keys.flatMap((key): ResiduePerson[] => {
    const person = personOf.get(key.person_id);
    if (!person) return [];
    const own = items.filter((item) => item.person_id === key.person_id);
    return [
      {
        person: { id: person.id, name: person.displayName, status: person.status, title: person.title, department: person.department },
        left: person.statusAt && { at: person.statusAt.toISOString(), source: person.statusSource },
        severity: key.severity,
        usedSince: key.used_since,
        tokenCount: key.tokens,
        accountCount: key.accounts,
        tokens: own.flatMap((item): ResidueToken[] => {
          const row = item.token_id ? rowOf.get(item.token_id) : undefined;
          return row ? [{ row, severity: item.severity, usedSince: item.used_since, finding: item.finding_id }] : [];
        }),
        accounts: own.flatMap((item): ResidueAccount[] => {
          const account = item.account_id ? accountOf.get(item.account_id) : undefined;
          if (!account) return [];
          const { id, name, connection, status, issuedAt, lastUsedAt, lastUsedFrom } = account;
          const created = issuedAt && { at: issuedAt.toISOString(), source: null };
          const lastUsed = lastUsedAt && { at: lastUsedAt.toISOString(), source: lastUsedFrom };
          return [{ id, name, connection, status, severity: item.severity, usedSince: item.used_since, created, lastUsed }];
        }),
      },
    ];
  });
}

export interface ResidueTotals {
  people: number;
  tokens: number;
  accounts: number;
}

/** What the filters leave, in numbers. */
export async function residueTotals(ctx: Context, input: unknown): Promise<ResidueTotals> {
  authorize(ctx.actor, "residue.read");
  const query = parse(ResidueInput, input);
  const [row] = await ctx.db.$queryRaw<[ResidueTotals]>`
    select count(*)::int as people, coalesce(sum(tokens), 0)::int as tokens, coalesce(sum(accounts), 0)::int as accounts from (${residuePlaces(query, ctx.actor)}) g`;
  return row;
}

/** People by whether anything of theirs was used since they left. Apart from the totals: it looks at every token and account that is left. */
export async function residueUse(ctx: Context, input: unknown): Promise<Record<UsedSince, number>> {
  authorize(ctx.actor, "residue.read");
  const query = parse(ResidueInput, input);
  const [row] = await ctx.db.$queryRaw<[Record<UsedSince, number>]>`
    select count(*) filter (where used_since = 'yes')::int as yes, count(*) filter (where used_since = 'no')::int as no,
      count(*) filter (where used_since = 'unknown')::int as unknown from (${residuePeople(query, ctx.actor)}) g`;
  return row;
}
