import { z } from "zod";
import { Prisma, type Queryable } from "../../../lib/core/db";
import { checked } from "./fault";
import type { Filterable } from "./filter-sql";
import { asJson } from "./patch";
import { enterpriseSchema, type Filter, UserSchema } from "./schema";
import type { ScimResource } from "./user-record";

/** A live SCIM user as stored. */
export interface UserRow {
  personId: string;
  scimId: string;
  resource: ScimResource;
  created: Date;
  changed: Date;
  groups: { value: string; display: string }[];
}

const path = (...names: string[]) => Prisma.sql`(p.record #>> ${["scim", ...names]}::text[])`;
const exact = (sql: Prisma.Sql) => ({ sql, kind: "exact" as const });
const text = (sql: Prisma.Sql) => ({ sql, kind: "text" as const });
const instant = (sql: Prisma.Sql) => ({ sql, kind: "instant" as const });

/** What users can be filtered by (RFC 7643 §4.1 says which compare without case). */
export const userFilter: Filterable = {
  columns: {
    id: exact(Prisma.sql`p.external_id`),
    externalid: exact(Prisma.sql`(p.record ->> 'externalId')`),
    username: text(Prisma.sql`p.user_name`),
    displayname: text(Prisma.sql`p.display_name`),
    title: text(Prisma.sql`p.title`),
    active: { sql: Prisma.sql`(coalesce(p.record #>> '{scim,active}', 'true') = 'true')`, kind: "boolean" },
    "name.formatted": text(path("name", "formatted")),
    "name.givenname": text(path("name", "givenName")),
    "name.familyname": text(path("name", "familyName")),
    usertype: text(path("userType")),
    [`${enterpriseSchema}:department`.toLowerCase()]: text(path(enterpriseSchema, "department")),
    [`${enterpriseSchema}:employeenumber`.toLowerCase()]: text(path(enterpriseSchema, "employeeNumber")),
    "meta.created": instant(Prisma.sql`p.first_seen_at`),
    "meta.lastmodified": instant(Prisma.sql`p.changed_at`),
  },
  collections: {
    emails: {
      rows: Prisma.sql`jsonb_array_elements(case jsonb_typeof(p.record #> '{scim,emails}') when 'array' then p.record #> '{scim,emails}' else '[]' end) v`,
      columns: {
        value: text(Prisma.sql`(v ->> 'value')`),
        type: text(Prisma.sql`(v ->> 'type')`),
        primary: { sql: Prisma.sql`coalesce(v ->> 'primary' = 'true', false)`, kind: "boolean" },
      },
    },
  },
};

const live = Prisma.sql`p.source = 'scim' and p.removed_at is null`;
const columns = Prisma.sql`p.id as "personId", p.external_id as "scimId", coalesce(p.record -> 'scim', '{}'::jsonb) as resource, p.first_seen_at as created, p.changed_at as changed,
  coalesce((select jsonb_agg(jsonb_build_object('value', t.external_id, 'display', t.name) order by t.name)
    from team_member m join team t on t.id = m.team_id where m.person_id = p.id and t.source = 'scim'), '[]'::jsonb) as groups`;

/** One live user, or null. `lock` holds its row until the transaction ends. */
export async function loadUser(db: Queryable, scimId: string, lock = false): Promise<UserRow | null> {
  if (!z.uuid().safeParse(scimId).success) return null;
  const rows = await db.$queryRaw<UserRow[]>`
    select ${columns} from person p where ${live} and p.external_id = ${scimId} ${lock ? Prisma.sql`for no key update of p` : Prisma.empty}`;
  return rows[0] ?? null;
}

/** One page of live users under a condition, in a lasting order, and how many there are in all. */
export async function loadUsers(db: Queryable, where: Prisma.Sql, startIndex: number, count: number): Promise<{ rows: UserRow[]; total: number }> {
  const [{ total } = { total: 0 }] = await db.$queryRaw<{ total: number }[]>`select count(*)::int as total from person p where ${live} and ${where}`;
  const rows =
    count === 0
      ? []
      : await db.$queryRaw<
          UserRow[]
        >`select ${columns} from person p where ${live} and ${where} order by p.first_seen_at, p.id offset ${startIndex - 1} limit ${count}`;
  return { rows, total };
}

/** The user as clients get it: never a password, always `active`, with its groups. `attributes` is scimmy's filter of what to show. */
export function present(row: UserRow, base: string, attributes?: Filter): object {
  const { userName, ...rest } = row.resource;
  const shown = {
    ...rest,
    userName,
    active: row.resource.active ?? true,
    groups: row.groups.map((group) => ({ ...group, $ref: `${base}/Groups/${group.value}`, type: "direct" })),
  };
  const resource = {
    id: row.scimId,
    ...shown,
    ...(row.groups.length === 0 ? { groups: undefined } : {}),
    meta: { created: row.created, lastModified: row.changed },
  };
  return asJson(checked("invalidValue", () => new UserSchema(resource, "out", `${base}/Users`, attributes)));
}
