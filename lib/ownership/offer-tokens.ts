import { actorName, type Context } from "../core/context";
import type { Tx } from "../core/db";
import { invalidInput, notFound } from "../core/errors";

/** Days in which the other one answers. Until then the owner stays, and after it too. */
export const offerDays = 14;

/**
 * Offers tokens to another person, in the transaction of the owner's answer; the caller has seen that they are the owner's. A token that is offered already
 * gets no second offer. Returns the offers by token. Throws InvalidInput for somebody who could not answer, or for oneself.
 */
export async function offerTokens(
  tx: Tx,
  ctx: Context,
  { tokens, from, to, reason }: { tokens: readonly string[]; from: string; to: string; reason: string },
): Promise<Map<string, string>> {
  const person = await tx.person.findUnique({ where: { id: to }, select: { displayName: true, status: true } });
  if (!person) throw notFound("The person");
  if (to === from) throw invalidInput("The tokens are yours already. Choose somebody else.", { to: "That is you." });
  if (person.status !== "active")
    throw invalidInput(`${person.displayName} is ${person.status}, so nobody would answer. Choose someone active.`, {
      to: `${person.displayName} is ${person.status}.`,
    });
  const now = ctx.clock.now();
  const offered = await tx.$queryRaw<{ id: string; token: string }[]>`
    insert into owner_transfer (id, token_id, kind, from_person_id, to_person_id, status, reason, proposed_by, proposed_at, due_at)
    select gen_random_uuid(), token, 'transfer', ${from}::uuid, ${to}::uuid, 'proposed', ${reason}, ${actorName(ctx.actor)}, ${now}, ${now}::timestamptz + make_interval(days => ${offerDays}::int)
    from unnest(${tokens}::uuid[]) token order by token on conflict do nothing returning id, token_id as token`;
  return new Map(offered.map(({ id, token }) => [token, id]));
}
