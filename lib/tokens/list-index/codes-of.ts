import { Prisma } from "../../core/db";
import type { Snapshot } from "../../core/snapshot";
import type { ListingScope } from "../listing-sql";
import { type Dictionary, plain } from "./dictionary";
import { IdTable } from "./ids";
import type { Codes } from "./loader";
import type { Table } from "./table";

/** Those who are named in scope, as they are called now; null: everybody. */
export async function codesOf(snapshot: Snapshot, table: Table, scope: ListingScope | null): Promise<Codes> {
  const by = async <R extends { id: string }>(dictionary: { readonly entries: unknown[] }, query: Prisma.Sql, code: (row: R) => number): Promise<IdTable> => {
    const rows = await snapshot.rows<R>(query);
    const ids = new IdTable();
    ids.reserve(rows.length + dictionary.entries.length);
    for (const row of rows) ids.put(row.id, code(row));
    return ids;
  };
  const named = (dictionary: Dictionary, query: Prisma.Sql) =>
    by<{ id: string; text: string | null }>(dictionary, query, ({ id, text }) => plain(dictionary, id, text));
  const of = (select: string, token: string) => (scope ? Prisma.sql`where id in (${Prisma.raw(select)} where ${scope(Prisma.raw(token))})` : Prisma.empty);
  return {
    connections: await named(table.connections, Prisma.sql`select id, lower(name) as text from connection`),
    people: await named(
      table.people,
      Prisma.sql`select id, lower(display_name) as text from person ${of("select o.person_id from ownership o", "o.token_id")}`,
    ),
    teams: await named(table.teams, Prisma.sql`select id, null as text from team`),
    workloads: await by<{ id: string; name: string; kind: string }>(
      table.workloads,
      Prisma.sql`select id, lower(name) as name, kind from workload ${of("select tw.workload_id from token_workload tw", "tw.token_id")}`,
      (row) => table.workload(row.id, row.name, row.kind),
    ),
  };
}
