import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { parse } from "../core/parse";
import { accountsWithPerson, accountWhere } from "./account-sql";
import { AccountFilters, type accountKinds, type LinkState } from "./schemas";

/** What the filters leave, and what each choice of a filter would leave under all the others. */
export interface AccountCounts {
  total: number;
  link: Record<LinkState, number>;
  kind: Record<(typeof accountKinds)[number], number>;
  connections: { id: string; name: string; count: number }[];
}

interface Counted {
  connection: string;
  name: string;
  kind: keyof AccountCounts["kind"];
  link: LinkState;
  n: number;
}

/** Exact, in one pass: accounts are counted by the three filters together, of which there are few values. Throws Forbidden and InvalidInput. */
export async function countAccounts(ctx: Context, input: unknown): Promise<AccountCounts> {
  authorize(ctx.actor, "people.read");
  const { connection, link, kind, ...others } = parse(AccountFilters, input);
  const rows = await ctx.db.$queryRaw<Counted[]>`
    select g.connection_id as connection, c.name, g.kind, g.link, g.n from (
      select a.connection_id, a.kind::text as kind, case when ap.person_id is null then 'unlinked' else 'linked' end as link, count(*)::int as n
      from ${accountsWithPerson} where ${accountWhere(others)} group by 1, 2, 3) g join connection c on c.id = g.connection_id`;
  const fits = (row: Counted, except?: "connection" | "link" | "kind") =>
    (except === "connection" || !connection || row.connection === connection) &&
    (except === "link" || !link || row.link === link) &&
    (except === "kind" || !kind || row.kind === kind);
  const counts: AccountCounts = { total: 0, link: { unlinked: 0, linked: 0 }, kind: { user: 0, service: 0, unknown: 0 }, connections: [] };
  const at = new Map<string, AccountCounts["connections"][number]>();
  for (const row of rows) {
    if (fits(row)) counts.total += row.n;
    if (fits(row, "link")) counts.link[row.link] += row.n;
    if (fits(row, "kind")) counts.kind[row.kind] += row.n;
    if (!fits(row, "connection")) continue;
    const place = at.get(row.connection) ?? { id: row.connection, name: row.name, count: 0 };
    place.count += row.n;
    at.set(row.connection, place);
  }
  counts.connections = [...at.values()].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  return counts;
}
