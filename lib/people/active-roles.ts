import type { Queryable } from "../core/db";
import type { RoleName } from "../domain/roles";

/** The roles that count for a person now (view active_role): active, and granted after they last came back from a departure. */
export async function activeRoles(db: Queryable, personId: string): Promise<RoleName[]> {
  const rows = await db.$queryRaw<{ role: RoleName }[]>`select role::text as role from active_role where person_id = ${personId}::uuid order by role`;
  return rows.map((row) => row.role);
}
