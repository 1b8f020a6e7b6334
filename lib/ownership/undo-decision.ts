import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { auditTokens, concluded } from "./decide";
import { lockStanding } from "./gap-row";
import { type Outcome, UndoDecisionInput } from "./schemas";
import { standBest } from "./stand-best";

interface Decided {
  id: string;
  token: string;
  name: string;
  person: string;
  status: "accepted" | "rejected" | "open" | "superseded";
  /** nothing about the token was said or done since */
  still: boolean;
}

/**
 * Takes one's own accepting or rejecting back, by its suggestions, for as long as nothing else has changed: the owner is still the one it set (or nobody
 * was set since), nobody has answered or been asked for the token. What stood before stands again. The others are left out and told.
 */
export async function undoDecision(ctx: Context, input: unknown): Promise<Outcome> {
  authorize(ctx.actor, "token.attest");
  const { suggestions } = parse(UndoDecisionInput, input);
  const me = actorName(ctx.actor);
  return transaction(ctx, async (tx) => {
    const named = await tx.$queryRaw<{ token: string }[]>`select token_id as token from owner_suggestion where id = any(${suggestions}::uuid[])`;
    await lockStanding(
      tx,
      named.map(({ token }) => token),
    );
    const decided = await tx.$queryRaw<Decided[]>`
      select s.id, s.token_id as token, t.name, s.person_id as person, s.status::text as status,
        s.decided_by = ${me} and not exists (select from attestation a where a.token_id = s.token_id and a.at >= s.decided_at)
        and not exists (select from owner_transfer x where x.token_id = s.token_id and x.proposed_at >= s.decided_at)
        and case s.status when 'accepted' then coalesce(o.state = 'confirmed' and o.set_by = ${me} and o.set_at = s.decided_at and o.evidence ->> 'suggestion' = s.id::text
            and coalesce(o.purpose_at <= s.decided_at, true), false)
          when 'rejected' then o.state is distinct from 'confirmed' or o.set_at < s.decided_at else false end as still
      from owner_suggestion s join token t on t.id = s.token_id left join ownership o on o.token_id = s.token_id where s.id = any(${suggestions}::uuid[])`;
    const ready = decided.filter(({ still }) => still);
    const leftOut = decided
      .filter(({ still }) => !still)
      .map(({ token, name }) => ({ token, name, because: "it was decided by somebody else, or changed since" }));
    const accepted = ready.filter(({ status }) => status === "accepted").map(({ token }) => token);
    await tx.$executeRaw`
      update ownership o set person_id = (o.evidence #>> '{previous,person}')::uuid, backup_person_id = (o.evidence #>> '{previous,backup}')::uuid, state = (o.evidence #>> '{previous,state}')::ownership_state,
        set_by = o.evidence #>> '{previous,setBy}', set_at = (o.evidence #>> '{previous,setAt}')::timestamptz, evidence = coalesce(o.evidence #> '{previous,evidence}', '{}')
      where o.token_id = any(${accepted}::uuid[]) and o.evidence ? 'previous'`;
    await tx.$executeRaw`delete from ownership o where o.token_id = any(${accepted}::uuid[]) and o.state = 'confirmed' and o.set_by = ${me} and o.evidence ->> 'suggestion' = any(${suggestions})`;
    await tx.$executeRaw`
      update owner_suggestion s set status = 'open', decided_by = null, decided_at = null, reason = null from owner_suggestion d
      where d.id = any(${ready.map(({ id }) => id)}::uuid[]) and s.token_id = d.token_id and s.person_id = d.person_id and s.status = d.status and s.decided_by = d.decided_by and s.decided_at = d.decided_at`;
    const done = ready.map(({ token }) => token);
    await standBest(tx, ctx, done);
    await auditTokens(
      tx,
      ctx,
      "suggestion.undone",
      ready.map(({ token, id, person, status }) => ({ token, detail: { suggestion: id, person, was: status } })),
    );
    return concluded(suggestions, { done, leftOut });
  });
}
