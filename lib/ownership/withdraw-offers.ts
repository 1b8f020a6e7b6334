import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { forbidden } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { auditTokens, concluded } from "./decide";
import { mayAssignAnyone } from "./may-assign";
import { type Outcome, WithdrawOffersInput } from "./schemas";

/** Takes one's own offers back before they are answered; a manager any of a person. What the machine asks after a departure only a decision ends. */
export async function withdrawOffers(ctx: Context, input: unknown): Promise<Outcome> {
  authorize(ctx.actor, "token.attest");
  const { offers, reason } = parse(WithdrawOffersInput, input);
  const { actor } = ctx;
  return transaction(ctx, async (tx) => {
    const rows = await tx.$queryRaw<{ id: string; token: string; name: string; status: string; kind: string; by: string }[]>`
      select x.id, x.token_id as token, t.name, x.status::text as status, x.kind::text as kind, x.proposed_by as by from owner_transfer x join token t on t.id = x.token_id
      where x.id = any(${offers}::uuid[]) order by x.token_id for no key update of x`;
    if (rows.some(({ kind, by }) => kind !== "transfer" || (by !== actorName(actor) && !mayAssignAnyone(actor))))
      throw forbidden("Only whoever made an offer takes it back.");
    const open = rows.filter(({ status }) => status === "proposed");
    await tx.$executeRaw`
      update owner_transfer set status = 'withdrawn', decided_by = ${actorName(actor)}, decided_at = ${ctx.clock.now()}, decided_reason = ${reason ?? null}
      where status = 'proposed' and id = any(${open.map(({ id }) => id)}::uuid[])`;
    await auditTokens(
      tx,
      ctx,
      "transfer.withdrawn",
      open.map(({ token, id }) => ({ token, detail: { offer: id, reason: reason ?? null } })),
    );
    const leftOut = rows.filter(({ status }) => status !== "proposed").map(({ token, name, status }) => ({ token, name, because: `it was ${status} already` }));
    return concluded(offers, { done: open.map(({ token }) => token), leftOut });
  });
}
