import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { notFound } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";

export const UnlinkIdentityInput = z.object({ personId: z.uuid(), issuer: z.url().max(1000) });

/** Undoes which identities of a provider sign in as a person; the next sign-in is matched anew. Ends their sessions. Administrators and the operator only. */
export async function unlinkIdentity(ctx: Context, input: z.input<typeof UnlinkIdentityInput>): Promise<void> {
  authorize(ctx.actor, "people.manage");
  const { personId, issuer } = parse(UnlinkIdentityInput, input);
  await transaction(ctx, async (tx) => {
    const { count } = await tx.identityLink.deleteMany({ where: { personId, issuer } });
    if (count === 0) throw notFound("This link to an identity provider");
    await tx.session.updateMany({ where: { personId, endedAt: null }, data: { endedAt: ctx.clock.now(), endedReason: "identity unlinked" } });
    await appendAudit(tx, ctx.actor, { action: "identity.unlinked", subject: { type: "person", id: personId }, detail: { issuer } });
  });
}
