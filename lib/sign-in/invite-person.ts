import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { httpOrigin } from "../core/env";
import { conflict } from "../core/errors";
import { parse } from "../core/parse";
import { RoleName } from "../domain/role-name";
import { giveRole } from "../people/grant-role";
import { type IssuedInvite, issueInvite } from "./issue-invite";

export const InvitePersonInput = z
  .object({
    email: z.email("must be an e-mail address").toLowerCase().optional(),
    userName: z.string().trim().min(1).optional(),
    roles: z.array(RoleName).default([]),
    origin: httpOrigin,
  })
  .refine((input) => input.email ?? input.userName, { message: "give an e-mail address or a user name", path: ["email"] });

export interface InvitedPerson extends IssuedInvite {
  personId: string;
  displayName: string;
  created: boolean;
}

/**
 * Lets somebody in from the host: finds the person by e-mail or user name, adds them (source "operator") when the directory has none,
 * grants the roles and makes a one-time link. Needs the owner's database role. Conflict when the person has left or the name is ambiguous.
 */
export async function invitePerson(ctx: Context, input: z.input<typeof InvitePersonInput>): Promise<InvitedPerson> {
  authorize(ctx.actor, "people.manage");
  const { email, userName, roles, origin } = parse(InvitePersonInput, input);
  return ctx.db.$transaction(async (tx) => {
    const found = await tx.person.findMany({ where: email ? { email } : { userName }, take: 2 });
    if (found.length > 1) throw conflict(`${email ?? userName} names more than one person. Invite by the other of --email and --user.`);
    const person = found[0] ?? (await addPerson(ctx, tx, userName ?? email ?? "", email ?? null));
    if (person.status !== "active") throw conflict(`${person.displayName} is ${person.status} in the directory, so they may not sign in.`);
    for (const role of roles) await giveRole(tx, ctx, person.id, role);
    const invite = await issueInvite(ctx, tx, person, origin);
    return { ...invite, personId: person.id, displayName: person.displayName, created: found.length === 0 };
  });
}

async function addPerson(ctx: Context, tx: Tx, userName: string, email: string | null) {
  const now = ctx.clock.now();
  const person = await tx.person.create({
    data: {
      id: ctx.ids.uuid(),
      source: "operator",
      externalId: userName,
      userName,
      displayName: userName,
      email,
      status: "active",
      statusSource: "operator",
      firstSeenAt: now,
      changedAt: now,
    },
  });
  await appendAudit(tx, ctx.actor, { action: "person.added", subject: { type: "person", id: person.id }, detail: { userName, source: "operator" } });
  return person;
}
