import { Prisma } from "../core/db";
import { escapeLike } from "../core/like";
import { openFindingStates } from "../domain/states";
import type { AccountFilters } from "./schemas";

/** What the view account_person says, for many rows: it is asked only for the few about which somebody decided. */
const decided = (column: Prisma.Sql, otherwise: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`case when a.id in (select account_id from account_link_decision) then (select v.${column} from account_person v where v.account_id = a.id) else ${otherwise} end`;

/** Beside `account a` the person that it is linked to (`ap`), by a decision before what the collector found. */
export const withPerson = Prisma.sql`left join account_link al on al.account_id = a.id
  cross join lateral (select ${decided(Prisma.sql`person_id`, Prisma.sql`al.person_id`)} as person_id, ${decided(Prisma.sql`basis`, Prisma.sql`'found'`)} as basis) ap`;
export const accountsWithPerson = Prisma.sql`account a ${withPerson}`;

/** An open finding `f` of the account, as a condition. */
export const openFinding = Prisma.sql`f.account_id = a.id and f.status = any(${[...openFindingStates]}::text[]::finding_status[])`;

/** The filters as conditions over `accountsWithPerson`. */
export function accountWhere({ q, connection, link, kind, finding }: AccountFilters): Prisma.Sql {
  const pattern = q ? `%${escapeLike(q)}%` : null;
  const parts = [
    Prisma.sql`true`,
    ...(pattern ? [Prisma.sql`(a.name ilike ${pattern} or a.user_name ilike ${pattern} or a.email ilike ${pattern})`] : []),
    ...(connection ? [Prisma.sql`a.connection_id = ${connection}::uuid`] : []),
    ...(link ? [link === "linked" ? Prisma.sql`ap.person_id is not null` : Prisma.sql`ap.person_id is null`] : []),
    ...(kind ? [Prisma.sql`a.kind = ${kind}::account_kind`] : []),
    ...(finding ? [Prisma.sql`exists (select from finding f where ${openFinding} and f.rule = ${finding})`] : []),
  ];
  return Prisma.join(parts, " and ");
}
