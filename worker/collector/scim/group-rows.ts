import { z } from "zod";
import { Prisma, type Queryable } from "../../../lib/core/db";
import type { Filterable } from "./filter-sql";
import { asJson } from "./patch";
import { type Filter, GroupSchema } from "./schema";

export interface GroupRow {
  teamId: string;
  scimId: string;
  name: string;
  externalId: string | null;
  created: Date | null;
  changed: Date;
  /** null = not asked for */
  members: { value: string; display: string }[] | null;
}

const members = Prisma.sql`coalesce((select jsonb_agg(jsonb_build_object('value', p.external_id, 'display', p.display_name) order by p.display_name, p.id)
  from team_member m join person p on p.id = m.person_id where m.team_id = t.id and p.source = 'scim' and p.removed_at is null), '[]'::jsonb)`;
const columns = (withMembers: boolean) => Prisma.sql`t.id as "teamId", t.external_id as "scimId", t.name, t.record ->> 'externalId' as "externalId",
  (t.record ->> 'created')::timestamptz as created, t.changed_at as changed, ${withMembers ? members : Prisma.sql`null::jsonb`} as members`;

/** What groups can be filtered by. */
export const groupFilter: Filterable = {
  columns: {
    id: { sql: Prisma.sql`t.external_id`, kind: "exact" },
    externalid: { sql: Prisma.sql`(t.record ->> 'externalId')`, kind: "exact" },
    displayname: { sql: Prisma.sql`t.name`, kind: "text" },
    "meta.created": { sql: Prisma.sql`(t.record ->> 'created')::timestamptz`, kind: "instant" },
    "meta.lastmodified": { sql: Prisma.sql`t.changed_at`, kind: "instant" },
  },
  collections: {
    members: {
      rows: Prisma.sql`(select p.external_id as value from team_member m join person p on p.id = m.person_id where m.team_id = t.id and p.removed_at is null) v`,
      columns: { value: { sql: Prisma.sql`v.value`, kind: "exact" } },
    },
  },
};

/** One group, or null. `lock` holds its row until the transaction ends. */
export async function loadGroup(db: Queryable, scimId: string, { withMembers = true, lock = false } = {}): Promise<GroupRow | null> {
  if (!z.uuid().safeParse(scimId).success) return null;
  const rows = await db.$queryRaw<GroupRow[]>`
    select ${columns(withMembers)} from team t where t.source = 'scim' and t.external_id = ${scimId} ${lock ? Prisma.sql`for update of t` : Prisma.empty}`;
  return rows[0] ?? null;
}

/** One page of groups under a condition, in a lasting order, and how many there are in all. */
export async function loadGroups(
  db: Queryable,
  where: Prisma.Sql,
  { startIndex, count, withMembers }: { startIndex: number; count: number; withMembers: boolean },
): Promise<{ rows: GroupRow[]; total: number }> {
  const [{ total } = { total: 0 }] = await db.$queryRaw<{ total: number }[]>`select count(*)::int as total from team t where t.source = 'scim' and ${where}`;
  if (count === 0) return { rows: [], total };
  const rows = await db.$queryRaw<GroupRow[]>`
    select ${columns(withMembers)} from team t where t.source = 'scim' and ${where} order by t.name, t.id offset ${startIndex - 1} limit ${count}`;
  return { rows, total };
}

/** The group as clients get it. `attributes` is scimmy's filter of what to show. */
export function presentGroup(row: GroupRow, base: string, attributes?: Filter): object {
  const resource = {
    id: row.scimId,
    displayName: row.name,
    ...(row.externalId ? { externalId: row.externalId } : {}),
    ...(row.members ? { members: row.members.map((member) => ({ ...member, $ref: `${base}/Users/${member.value}`, type: "User" })) } : {}),
    meta: { created: row.created ?? row.changed, lastModified: row.changed },
  };
  return asJson(new GroupSchema(resource, "out", `${base}/Groups`, attributes));
}
