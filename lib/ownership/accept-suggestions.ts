import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { auditTokens, concluded, stillAsReviewed } from "./decide";
import { mayAssignAnyone } from "./may-assign";
import { AcceptSuggestionsInput, type Outcome } from "./schemas";
import { setOwners } from "./set-owners";

/**
 * Confirms the best suggestion of each of these tokens. Bound to what was reviewed: a token whose owner or suggestion changed meanwhile is left out and
 * told. Managers accept any; a token owner those that suggest them. Throws Conflict where the only one can't be accepted.
 */
export async function acceptSuggestions(ctx: Context, input: unknown): Promise<Outcome> {
  authorize(ctx.actor, "token.attest");
  const { items } = parse(AcceptSuggestionsInput, input);
  const { actor } = ctx;
  return transaction(ctx, async (tx) => {
    const { ready, leftOut } = await stillAsReviewed(tx, items, (row) => {
      if (!row.suggestion || !row.suggested) return "nobody is suggested for it";
      if (!mayAssignAnyone(actor) && !(actor.type === "person" && row.suggested === actor.id))
        return "it suggests somebody else, whom only a security manager confirms";
      return null;
    });
    const owners = ready.map((row) => ({
      token: row.token,
      person: row.suggested as string,
      suggestion: row.suggestion,
      replaces: row.setAt?.toISOString() ?? null,
    }));
    const done = await setOwners(tx, ctx, owners, "a suggestion was accepted");
    const held = new Set(done);
    for (const row of ready) if (!held.has(row.token)) leftOut.push({ token: row.token, name: row.name, because: "somebody else decided a moment ago" });
    const accepted = ready.filter((row) => held.has(row.token));
    await tx.$executeRaw`
      update owner_suggestion s set status = 'accepted', decided_by = ${actorName(actor)}, decided_at = o.set_at from ownership o
      where o.token_id = s.token_id and s.status = 'open' and s.id = any(${accepted.map((row) => row.suggestion)}::uuid[])`;
    await auditTokens(
      tx,
      ctx,
      "ownership.confirmed",
      accepted.map((row) => ({
        token: row.token,
        detail: { person: row.suggested, suggestion: row.suggestion, was: row.owner && { person: row.owner, state: row.state } },
      })),
    );
    return concluded(items, { done, leftOut });
  });
}
