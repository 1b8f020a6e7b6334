import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { auditTokens, concluded, stillAsReviewed } from "./decide";
import { mayAssignAnyone } from "./may-assign";
import { type Outcome, RejectSuggestionsInput } from "./schemas";
import { standBest } from "./stand-best";

/**
 * Says that the person best suggested for each of these tokens is not its owner, and why. They are never suggested for it again, by whatever evidence,
 * and the pattern that led there weighs less once it was wrong more often than right. The next best takes the place. Managers reject any; a token
 * owner those that suggest them. Bound to what was reviewed, as accepting is.
 */
export async function rejectSuggestions(ctx: Context, input: unknown): Promise<Outcome> {
  authorize(ctx.actor, "token.attest");
  const { items, reason } = parse(RejectSuggestionsInput, input);
  const { actor } = ctx;
  return transaction(ctx, async (tx) => {
    const { ready, leftOut } = await stillAsReviewed(tx, items, (row) => {
      if (!row.suggestion || !row.suggested) return "nobody is suggested for it";
      if (!mayAssignAnyone(actor) && !(actor.type === "person" && row.suggested === actor.id))
        return "it suggests somebody else, about whom a security manager decides";
      return null;
    });
    const pairs = JSON.stringify(ready.map(({ token, suggested }) => ({ token, person: suggested })));
    await tx.$executeRaw`
      update owner_suggestion s set status = 'rejected', decided_by = ${actorName(actor)}, decided_at = ${ctx.clock.now()}, reason = ${reason}
      from jsonb_to_recordset(${pairs}::jsonb) as x(token uuid, person uuid) where s.token_id = x.token and s.person_id = x.person and s.status in ('open', 'superseded')`;
    const done = ready.map(({ token }) => token);
    await standBest(tx, ctx, done);
    await auditTokens(
      tx,
      ctx,
      "suggestion.rejected",
      ready.map(({ token, suggestion, suggested }) => ({ token, detail: { suggestion, person: suggested, reason } })),
    );
    return concluded(items, { done, leftOut });
  });
}
