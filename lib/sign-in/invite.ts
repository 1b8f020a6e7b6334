import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { conflict, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { type IssuedInvite, issueInvite } from "./issue-invite";

export const InviteInput = z.object({ personId: z.uuid() });

/** An administrator makes a one-time sign-in link for a person the directory knows. Throws NotFound, or Conflict where the person is not active. */
export async function invite(ctx: Context, input: z.input<typeof InviteInput>, origin: string): Promise<IssuedInvite> {
  authorize(ctx.actor, "people.manage");
  const { personId } = parse(InviteInput, input);
  return ctx.db.$transaction(async (tx) => {
    const person = await tx.person.findUnique({ where: { id: personId }, select: { status: true, displayName: true } });
    if (!person) throw notFound("This person");
    if (person.status !== "active") throw conflict(`${person.displayName} is ${person.status} in the directory, so a link would not sign them in.`);
    return issueInvite(ctx, tx, { id: personId }, origin);
  });
}
