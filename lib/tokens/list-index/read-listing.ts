import { Prisma, type Queryable } from "../../core/db";
import { type ListingScope, tokenListing } from "../listing-sql";
import type { Listed } from "./listed";

const fields = [
  "id",
  "class",
  "connection_id",
  "connection",
  "environment",
  "state",
  "expiry",
  "expires",
  "created",
  "used",
  "seen",
  "imported",
  "owner_state",
  "owner_id",
  "owner",
  "team_id",
  "maker_id",
  "purpose",
  "workloads",
  "rules",
  "severity",
  "gaps",
  "due",
  "name",
  "details",
] as const satisfies readonly (keyof Listed)[];

const asArray = Prisma.raw(`json_build_array(${fields.map((field) => `l.${field}`).join(", ")})::text`);

/** What is listed within a scope. PostgreSQL writes one text: rows as objects of the driver would take ten times as long. */
export async function readListing(db: Queryable, scope: ListingScope): Promise<Listed[]> {
  const [row] = await db.$queryRaw<[{ rows: string }]>`select '[' || coalesce(string_agg(${asArray}, ','), '') || ']' as rows from (${tokenListing(scope)}) l`;
  const rows = JSON.parse(row.rows) as unknown[][];
  return rows.map((values) => Object.fromEntries(fields.map((field, place) => [field, values[place]])) as unknown as Listed);
}
