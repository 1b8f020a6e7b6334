import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma, type Queryable } from "../core/db";
import { decodePlace, encodePlace, notOurs } from "../core/keyset";
import { parse } from "../core/parse";
import type { Severity } from "../domain/severity";
import type { FindingState } from "../domain/states";
import type { PersonStatus } from "../people/schemas";
import { accountsWithPerson, accountWhere, openFinding, withPerson } from "./account-sql";
import { AccountListInput, type accountKinds, type accountStatuses, linkStates } from "./schemas";

/** An account at a connection as JSON; times ISO 8601, null = the vendor does not say. */
export interface AccountRow {
  id: string;
  name: string;
  userName: string | null;
  email: string | null;
  kind: (typeof accountKinds)[number];
  status: (typeof accountStatuses)[number];
  connection: { id: string; name: string };
  /** whose it is, or who answers for it; null = nobody is linked */
  person: { id: string; name: string; status: PersonStatus } | null;
  /** found = by the collector's evidence; decided = somebody said so */
  basis: "found" | "decided" | "none";
  /** the gravest that is open about the account itself */
  finding: { id: string; rule: string; severity: Severity; status: FindingState } | null;
  lastUsed: string | null;
  /** since when complete syncs no longer list it */
  missingSince: string | null;
}

const rowJson = Prisma.sql`json_build_object('id', a.id, 'name', a.name, 'userName', a.user_name, 'email', a.email, 'kind', a.kind, 'status', a.status,
  'connection', (select json_build_object('id', c.id, 'name', c.name) from connection c where c.id = a.connection_id),
  'person', (select json_build_object('id', p.id, 'name', p.display_name, 'status', p.status) from person p where p.id = ap.person_id),
  'basis', case when ap.person_id is null then 'none' else ap.basis end,
  'finding', (select json_build_object('id', f.id, 'rule', f.rule, 'severity', f.severity, 'status', f.status) from finding f where ${openFinding} order by f.severity, f.rule limit 1),
  'lastUsed', a.last_used_at, 'missingSince', a.missing_since)`;

/** One page of accounts: unlinked ones first, then by name. By keyset; each half is read in the order of its index. Throws Forbidden and InvalidInput. */
export async function listAccounts(ctx: Context, input: unknown): Promise<{ rows: AccountRow[]; next: string | null }> {
  authorize(ctx.actor, "people.read");
  const query = parse(AccountListInput, input);
  const place = placeOf(query.cursor);
  const halves = linkStates.slice(place?.half ?? 0).filter((half) => !query.link || query.link === half);
  const keys: { id: string; name: string; half: number }[] = [];
  for (const link of halves) {
    const half = linkStates.indexOf(link);
    const after = place?.half === half ? Prisma.sql`and (a.name, a.id) > (${place.name}, ${place.id}::uuid)` : Prisma.empty;
    if (keys.length <= query.limit)
      keys.push(
        ...(await ctx.db.$queryRaw<typeof keys>`
          select a.id, a.name, ${half}::int as half from ${accountsWithPerson} where ${accountWhere({ ...query, link })} ${after}
          order by a.name, a.id limit ${query.limit + 1 - keys.length}`),
      );
  }
  const shown = keys.slice(0, query.limit);
  const last = shown.at(-1);
  return { rows: await accountRows(ctx.db, shown), next: keys.length > query.limit && last ? encodePlace([`${last.half}${last.name}`, last.id]) : null };
}

function placeOf(cursor: string | undefined): { half: number; name: string; id: string } | null {
  const place = decodePlace(cursor);
  if (!place) return null;
  const [, half, name] = /^([01])(.*)$/s.exec(String(place[0])) ?? [];
  if (half === undefined || name === undefined || name.includes("\0")) throw notOurs();
  return { half: Number(half), name, id: place[1] };
}

/** Accounts by id, in the order of the ids. */
export async function accountRows(db: Queryable, keys: readonly { id: string }[]): Promise<AccountRow[]> {
  const rows = await db.$queryRaw<{ row: AccountRow }[]>`
    select ${rowJson} as row from unnest(${keys.map(({ id }) => id)}::uuid[]) with ordinality k (id, n)
    join account a on a.id = k.id ${withPerson} order by k.n`;
  return rows.map(({ row }) => row);
}
