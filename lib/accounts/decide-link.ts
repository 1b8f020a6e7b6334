import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { conflict, notFound } from "../core/errors";
import { parse } from "../core/parse";

export const DecideLinkInput = z.object({
  accountId: z.uuid(),
  personId: z.uuid(),
  decision: z.enum(["confirmed", "rejected"]),
  reason: z.string().trim().min(1, "say why, for whoever reads it later").max(2000),
});
export type DecideLinkInput = z.input<typeof DecideLinkInput>;

/**
 * A person confirms or undoes the link between an account and a person. Insert-only: the newest decision of a pair counts, before anything
 * the collector finds. The collector notices within seconds and looks at the findings again. Throws NotFound, or Conflict when nothing would change.
 */
export async function decideLink(ctx: Context, input: DecideLinkInput): Promise<void> {
  authorize(ctx.actor, "account.link");
  const { accountId, personId, decision, reason } = parse(DecideLinkInput, input);
  await ctx.db.$transaction(async (tx) => {
    const account = await tx.account.findUnique({ where: { id: accountId } });
    if (!account) throw notFound("The account");
    const person = await tx.person.findUnique({ where: { id: personId } });
    if (!person) throw notFound("The person");
    const latest = await tx.accountLinkDecision.findFirst({ where: { accountId }, orderBy: [{ decidedAt: "desc" }, { id: "desc" }] });
    if (latest?.personId === personId && latest.decision === decision)
      throw conflict(`The link between ${account.name} and ${person.displayName} is already ${decision}. Reload the page to see it.`);
    await tx.accountLinkDecision.create({
      data: { id: ctx.ids.uuid(), accountId, personId, decision, reason, decidedBy: actorName(ctx.actor), decidedAt: ctx.clock.now() },
    });
    await appendAudit(tx, ctx.actor, {
      action: decision === "confirmed" ? "link.confirmed" : "link.rejected",
      subject: { type: "account", id: accountId },
      detail: { person: personId, reason },
    });
  });
}
