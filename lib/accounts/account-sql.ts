import { Prisma } from "../core/db";
import { escapeLike } from "../core/like";
import { openFindingStates } from "../domain/states";
import type { AccountFilters } from "./schemas";

/** Accounts with the person that each is linked to, by a decision before what the collector found. */
export const accountsWithPerson = Prisma.sql`account a left join account_person ap on ap.account_id = a.id`;

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
