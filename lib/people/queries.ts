import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { decodePlace, encodePlace } from "../core/keyset";
import { escapeLike } from "../core/like";
import { parse } from "../core/parse";
import type { RoleName } from "../domain/roles";
import { enrolledKeys, groupsOf, type PersonKey, trustInForce } from "../trust/queries";
import { PersonListInput, type PersonStatus } from "./schemas";

export interface HeldRole {
  role: RoleName;
  /** false = from before a departure, or the person is not active: counts for nothing until granted anew */
  counts: boolean;
}
export interface PersonRow {
  id: string;
  displayName: string;
  userName: string;
  email: string | null;
  title: string | null;
  department: string | null;
  status: PersonStatus;
  statusAt: Date | null;
  statusSource: string;
  /** the directory's end date, when it gives one */
  endsAt: Date | null;
  source: string;
  roles: HeldRole[];
  teams: { id: string; name: string }[];
  keys: Pick<PersonKey, "id" | "kind" | "name" | "standing" | "at">[];
  /** for approvers: whether their signature counts, and what is still missing for that ("approver: not signed yet") */
  approver: { signed: boolean; missing: ("key" | "group")[]; groups: string[] } | null;
  openFindings: number;
}
export interface PersonList {
  rows: PersonRow[];
  /** cursor of the next page, null at the end */
  next: string | null;
}

type Stored = Omit<PersonRow, "keys" | "approver">;

const columns = Prisma.sql`p.id, p.display_name as "displayName", p.user_name as "userName", p.email, p.title, p.department, p.status::text as status,
  p.status_at as "statusAt", p.status_source as "statusSource", p.ends_at as "endsAt", p.source,
  coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'counts', a.role is not null) order by g.role)
    from role_grant g left join active_role a on a.person_id = g.person_id and a.role = g.role where g.person_id = p.id), '[]'::jsonb) as roles,
  coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name) order by t.name) from team_member m join team t on t.id = m.team_id where m.person_id = p.id), '[]'::jsonb) as teams,
  (select count(*)::int from finding f where f.person_id = p.id and f.status in ('open', 'in_review', 'remediating', 'regressed')) as "openFindings"`;

/** One page of people by name, with roles, teams and keys. By keyset: the cost does not grow with the place in the list. */
export async function listPeople(ctx: Context, input: unknown): Promise<PersonList> {
  authorize(ctx.actor, "people.read");
  const query = parse(PersonListInput, input);
  const place = decodePlace(query.cursor);
  const after = place ? Prisma.sql`and (p.display_name, p.id) > (${String(place[0])}, ${place[1]}::uuid)` : Prisma.empty;
  const rows = await ctx.db.$queryRaw<Stored[]>`
    select ${columns} from person p where ${personWhere(query)} ${after} order by p.display_name, p.id limit ${query.limit + 1}`;
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return { rows: await withKeys(ctx, shown), next: rows.length > query.limit && last ? encodePlace([last.displayName, last.id]) : null };
}

/** How many people each status has, under the same filters save the status. */
export async function countPeople(ctx: Context, input: unknown): Promise<Record<PersonStatus, number>> {
  authorize(ctx.actor, "people.read");
  const query = parse(PersonListInput, input);
  const rows = await ctx.db.$queryRaw<{ status: PersonStatus; count: number }[]>`
    select p.status::text as status, count(*)::int as count from person p where ${personWhere({ ...query, status: undefined })} group by p.status`;
  const counts = { active: 0, suspended: 0, departed: 0 };
  for (const row of rows) counts[row.status] = row.count;
  return counts;
}

/** One person as a row, or null. */
export async function personRow(ctx: Context, personId: string): Promise<PersonRow | null> {
  authorize(ctx.actor, "people.read");
  const rows = await ctx.db.$queryRaw<Stored[]>`select ${columns} from person p where p.id = ${personId}::uuid`;
  return (await withKeys(ctx, rows))[0] ?? null;
}

function personWhere(query: PersonListInput): Prisma.Sql {
  const pattern = query.search ? `%${escapeLike(query.search)}%` : null;
  const parts = [
    Prisma.sql`true`,
    ...(pattern ? [Prisma.sql`(p.display_name ilike ${pattern} or p.user_name ilike ${pattern} or p.email ilike ${pattern})`] : []),
    ...(query.status ? [Prisma.sql`p.status = ${query.status}::person_status`] : []),
    ...(query.role ? [Prisma.sql`exists (select from role_grant g where g.person_id = p.id and g.role = ${query.role}::role)`] : []),
    ...(query.team ? [Prisma.sql`exists (select from team_member m where m.person_id = p.id and m.team_id = ${query.team}::uuid)`] : []),
    ...(query.involved
      ? [Prisma.sql`(exists (select from role_grant g where g.person_id = p.id) or exists (select from enrolment e where e.person_id = p.id))`]
      : []),
  ];
  return Prisma.join(parts, " and ");
}

async function withKeys(ctx: Context, rows: Stored[]): Promise<PersonRow[]> {
  if (rows.length === 0) return [];
  const [keys, trust] = await Promise.all([enrolledKeys(ctx.db), trustInForce(ctx.db)]);
  return rows.map((row) => {
    const own = keys.filter((key) => key.person === row.id).map(({ id, kind, name, standing, at }) => ({ id, kind, name, standing, at }));
    const groups = groupsOf(trust, row.id);
    const missing = [...(own.some((key) => key.standing === "active") ? [] : ["key" as const]), ...(groups.length > 0 ? [] : ["group" as const])];
    const isApprover = row.roles.some(({ role, counts }) => role === "approver" && counts);
    return { ...row, keys: own, approver: isApprover ? { signed: missing.length === 0, missing, groups } : null };
  });
}
