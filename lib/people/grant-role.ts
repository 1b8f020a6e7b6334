import type { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import type { Tx } from "../core/db";
import { conflict, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import type { RoleName } from "../domain/roles";
import { activeRoles } from "./active-roles";
import { lockRoles } from "./role-lock";
import { RoleInput } from "./schemas";

/**
 * Gives an active person a role in the product. Administrators and the operator only. A role they already hold changes nothing; one
 * from before a departure is granted anew. Throws NotFound, or Conflict where the person is not active.
 */
export async function grantRole(ctx: Context, input: z.input<typeof RoleInput>): Promise<{ changed: boolean }> {
  authorize(ctx.actor, "people.manage");
  const { personId, role } = parse(RoleInput, input);
  return transaction(ctx, async (tx) => {
    const person = await tx.person.findUnique({ where: { id: personId }, select: { displayName: true, status: true } });
    if (!person) throw notFound("This person");
    if (person.status !== "active")
      throw conflict(`${person.displayName} is ${person.status} in the directory and gets no role. If that is wrong, correct the directory.`);
    return { changed: await giveRole(tx, ctx, personId, role) };
  });
}

/** The same in the caller's transaction, for a person known to be active. Returns whether anything changed. */
export async function giveRole(tx: Tx, ctx: Context, personId: string, role: RoleName): Promise<boolean> {
  await lockRoles(tx);
  if ((await activeRoles(tx, personId)).includes(role)) return false;
  const { count } = await tx.roleGrant.deleteMany({ where: { personId, role } });
  await tx.roleGrant.create({ data: { personId, role, grantedBy: actorName(ctx.actor), grantedAt: ctx.clock.now() } });
  await appendAudit(tx, ctx.actor, {
    action: "role.granted",
    subject: { type: "person", id: personId },
    detail: { role, ...(count ? { afterReturn: true } : {}) },
  });
  return true;
}
