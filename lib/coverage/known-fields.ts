import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import type { TokenClass } from "../domain/tokens";

/** Fields of a token that a listing may leave out, each as the condition under which nobody knows it. `t` is the token. */
export const fields = [
  { id: "used", title: "Last used", unknown: Prisma.sql`t.last_used_at is null` },
  { id: "environment", title: "Environment", unknown: Prisma.sql`t.environment is null` },
  { id: "expiry", title: "Expiry", unknown: Prisma.sql`t.expiry = 'unknown'` },
  { id: "created", title: "Created", unknown: Prisma.sql`t.issued_at is null` },
  { id: "creator", title: "Creator", unknown: Prisma.sql`t.creator_account_id is null` },
  { id: "reach", title: "Reach", unknown: Prisma.sql`t.reach is null` },
] as const;
export type FieldId = (typeof fields)[number]["id"];

/** What is known of the tokens of one class at one connection. Sightings of tokens that another row speaks for don't count. */
export interface Known {
  connection: string;
  class: TokenClass;
  tokens: number;
  /** how many tokens lack each field */
  unknown: Record<FieldId, number>;
  /** how many carry what some rules need */
  scopes: number;
  scopesUsed: number;
  dated: number;
  used: number;
  expiring: number;
  thirdParty: number;
}

/** Counts every token once, by connection and class: one pass over the table. */
export async function knownFields(ctx: Context): Promise<Known[]> {
  authorize(ctx.actor, "inventory.read");
  const rows = await ctx.db.$queryRaw<(Omit<Known, "unknown"> & Record<`no_${FieldId}`, number>)[]>`
    select t.connection_id as connection, t.class, count(*)::int as tokens,
      ${Prisma.join(fields.map(({ id, unknown }) => Prisma.sql`count(*) filter (where ${unknown})::int as ${Prisma.raw(`no_${id}`)}`))},
      count(*) filter (where t.scopes <> '{}')::int as scopes, count(t.scopes_used_from)::int as "scopesUsed", count(coalesce(t.rotated_at, t.issued_at))::int as dated,
      count(t.last_used_at)::int as used, count(*) filter (where t.expiry <> 'unknown')::int as expiring, count(t.third_party)::int as "thirdParty"
    from token t where t.merged_into is null group by 1, 2 order by 1, 2`;
  return rows.map((row) => ({ ...row, unknown: Object.fromEntries(fields.map(({ id }) => [id, row[`no_${id}`]])) as Known["unknown"] }));
}
