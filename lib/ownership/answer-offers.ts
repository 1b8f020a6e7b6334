import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import type { Tx } from "../core/db";
import { forbidden, invalidInput } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { auditTokens, concluded } from "./decide";
import { askNext } from "./propose-succession";
import { AnswerOffersInput, type Outcome } from "./schemas";
import { setOwners } from "./set-owners";

interface Offer {
  id: string;
  token: string;
  name: string;
  from: string | null;
  mine: boolean;
  /** why it can't be answered any more */
  over: string | null;
  setAt: Date | null;
}

/**
 * The person to whom tokens are offered takes them or not. Until they do, the owner stays. Declining asks for a reason; what a leaver owned then goes to the
 * next in line. An offer is answered once: the second answer is a Conflict, and of several those that can't be answered any more are told.
 */
export async function answerOffers(ctx: Context, input: unknown): Promise<Outcome> {
  authorize(ctx.actor, "token.attest");
  const { offers, answer, reason } = parse(AnswerOffersInput, input);
  if (answer === "decline" && !reason) throw invalidInput("Say why you decline: whoever is asked next reads it.", { reason: "Say why, in a sentence." });
  return transaction(ctx, async (tx) => {
    const rows = await lockOffers(tx, ctx, offers);
    if (rows.some(({ mine }) => !mine)) throw forbidden("These tokens are offered to somebody else. Only they can take or decline them.");
    const open = rows.filter(({ over }) => !over);
    const leftOut = rows.flatMap(({ token, name, over }) => (over ? [{ token, name, because: over }] : []));
    const status = answer === "accept" ? "accepted" : "declined";
    await tx.$executeRaw`
      update owner_transfer set status = ${status}::transfer_status, decided_by = ${actorName(ctx.actor)}, decided_at = ${ctx.clock.now()}, decided_reason = ${reason ?? null}
      where status = 'proposed' and id = any(${open.map(({ id }) => id)}::uuid[])`;
    const tokens = open.map(({ token }) => token);
    if (answer === "accept") await take(tx, ctx, open);
    else await askNext(tx, ctx, tokens);
    await auditTokens(
      tx,
      ctx,
      `transfer.${status}`,
      open.map(({ token, id, from }) => ({ token, detail: { offer: id, from, reason: reason ?? null } })),
    );
    return concluded(offers, { done: tokens, leftOut });
  });
}

async function take(tx: Tx, ctx: Context, offers: readonly Offer[]): Promise<void> {
  if (ctx.actor.type !== "person") return;
  const person = ctx.actor.id;
  await setOwners(
    tx,
    ctx,
    offers.map(({ token, setAt }) => ({ token, person, suggestion: null, replaces: setAt?.toISOString() ?? null })),
    "it was taken over",
  );
}

/** The offers with their tokens' owners, locked in order of the tokens. */
async function lockOffers(tx: Tx, ctx: Context, offers: readonly string[]): Promise<Offer[]> {
  const me = ctx.actor.type === "person" ? ctx.actor.id : null;
  await tx.$queryRaw`select o.token_id from ownership o where o.token_id in (select token_id from owner_transfer where id = any(${offers}::uuid[])) order by o.token_id for no key update`;
  await tx.$queryRaw`select id from owner_transfer where id = any(${offers}::uuid[]) order by token_id for no key update`;
  return tx.$queryRaw<Offer[]>`
    select x.id, x.token_id as token, t.name, x.from_person_id as from, coalesce(x.to_person_id = ${me}::uuid, false) as mine, o.set_at as "setAt",
      case when x.status <> 'proposed' then 'it was ' || x.status || ' already' when x.due_at <= ${ctx.clock.now()} then 'the time to answer is over'
        when o.state is distinct from 'confirmed' or o.person_id is distinct from x.from_person_id then 'it has another owner by now' end as over
    from owner_transfer x join token t on t.id = x.token_id left join ownership o on o.token_id = x.token_id where x.id = any(${offers}::uuid[]) order by x.token_id`;
}
