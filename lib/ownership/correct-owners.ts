import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { invalidInput, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { auditTokens, concluded, stillAsReviewed } from "./decide";
import { mayAssignAnyone } from "./may-assign";
import { CorrectOwnersInput, type Outcome } from "./schemas";
import { setOwners } from "./set-owners";

/**
 * Confirms a person of one's own choice as the owner of these tokens. Whoever was best suggested instead counts as rejected, so that it teaches.
 * Managers assign anyone active; a token owner takes a token for themselves or hands on their own. Bound to what was reviewed.
 */
export async function correctOwners(ctx: Context, input: unknown): Promise<Outcome> {
  authorize(ctx.actor, "token.own");
  const { items, person, reason } = parse(CorrectOwnersInput, input);
  const { actor } = ctx;
  return transaction(ctx, async (tx) => {
    const chosen = await tx.person.findUnique({ where: { id: person }, select: { displayName: true, status: true } });
    if (!chosen) throw notFound("The person");
    if (chosen.status !== "active")
      throw invalidInput(`${chosen.displayName} is ${chosen.status}, so nobody would answer. Choose someone active.`, {
        person: `${chosen.displayName} is ${chosen.status}.`,
      });
    const { ready, leftOut } = await stillAsReviewed(tx, items, (row) => {
      if (mayAssignAnyone(actor) || (actor.type === "person" && (person === actor.id || (row.state === "confirmed" && row.owner === actor.id)))) return null;
      return "only a security manager assigns it to somebody else";
    });
    const owners = ready.map((row) => ({
      token: row.token,
      person,
      suggestion: row.suggested === person ? row.suggestion : null,
      replaces: row.setAt?.toISOString() ?? null,
    }));
    const done = await setOwners(tx, ctx, owners, "another owner was chosen");
    const held = new Set(done);
    for (const row of ready) if (!held.has(row.token)) leftOut.push({ token: row.token, name: row.name, because: "somebody else decided a moment ago" });
    const corrected = ready.filter((row) => held.has(row.token));
    await tx.$executeRaw`
      update owner_suggestion s set status = case when s.person_id = ${person}::uuid then 'accepted' else 'rejected' end::suggestion_status,
        decided_by = ${actorName(actor)}, decided_at = ${ctx.clock.now()}, reason = ${reason ?? `${chosen.displayName} was chosen instead`}
      where s.status = 'open' and s.id = any(${corrected.flatMap((row) => row.suggestion ?? [])}::uuid[])`;
    await auditTokens(
      tx,
      ctx,
      "ownership.confirmed",
      corrected.map((row) => ({
        token: row.token,
        detail: {
          person,
          instead: row.suggested === person ? null : row.suggested,
          reason: reason ?? null,
          was: row.owner && { person: row.owner, state: row.state },
        },
      })),
    );
    return concluded(items, { done, leftOut });
  });
}
