import type { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { conflict, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { lockRoles } from "./role-lock";
import { RoleInput } from "./schemas";

/**
 * Takes a role from a person. Administrators and the operator only. The last administrator who counts keeps theirs, else nobody could
 * grant anything any more. Keys and approver groups are untouched: they are signed statements. Throws NotFound or Conflict.
 */
export async function revokeRole(ctx: Context, input: z.input<typeof RoleInput>): Promise<void> {
  authorize(ctx.actor, "people.manage");
  const { personId, role } = parse(RoleInput, input);
  await transaction(ctx, async (tx) => {
    await lockRoles(tx);
    if (role === "administrator" && !(await otherAdministrator(tx, personId)))
      throw conflict("This is the last administrator. Make somebody else one first, then remove this one.");
    const { count } = await tx.roleGrant.deleteMany({ where: { personId, role } });
    if (count === 0) throw notFound("This role of the person");
    await appendAudit(tx, ctx.actor, { action: "role.revoked", subject: { type: "person", id: personId }, detail: { role } });
  });
}

async function otherAdministrator(tx: Tx, personId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ any: boolean }[]>`
    select exists (select from active_role where role = 'administrator' and person_id <> ${personId}::uuid) as any`;
  return row?.any ?? false;
}
