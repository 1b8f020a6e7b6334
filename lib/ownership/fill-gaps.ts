import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import type { Tx } from "../core/db";
import { parse } from "../core/parse";
import { mustBeActive } from "../workloads/active-people";
import { linkIn } from "../workloads/link-tokens";
import { auditTokens, concluded, stillAsReviewed } from "./decide";
import { mayAssignAnyone } from "./may-assign";
import { FillGapsInput, type Outcome } from "./schemas";

/**
 * Says of several tokens at once who stands in for their owner, what uses them, or what they are for. It fills what is missing alone: what somebody said meanwhile stays,
 * and is told. Managers fill any; an owner those that are theirs. Bound to what was reviewed.
 */
export async function fillGaps(ctx: Context, input: unknown): Promise<Outcome> {
  authorize(ctx.actor, "token.own");
  const given = parse(FillGapsInput, input);
  const { items, gap } = given;
  if (gap === "no_workload") authorize(ctx.actor, "workload.manage");
  const { actor } = ctx;
  return ctx.db.$transaction(async (tx) => {
    if (gap === "no_backup") await mustBeActive(tx, { backup: given.backup });
    const { ready, leftOut } = await stillAsReviewed(tx, items, (row) => {
      if (gap === "no_backup" && row.state !== "confirmed") return "it has no confirmed owner yet, so nobody can stand in";
      if (gap === "no_backup" && row.owner === given.backup) return "its owner can't stand in for themselves";
      if (mayAssignAnyone(actor) || (actor.type === "person" && row.state === "confirmed" && row.owner === actor.id)) return null;
      return "it is neither yours nor yours to assign";
    });
    const held = new Set(
      await fill(
        tx,
        ctx,
        given,
        ready.map(({ token }) => token),
      ),
    );
    const done = ready.filter(({ token }) => held.has(token));
    for (const { token, name } of ready) if (!held.has(token)) leftOut.push({ token, name, because: "somebody else said it meanwhile" });
    const { items: _, ...said } = given;
    await auditTokens(
      tx,
      ctx,
      "ownership.gap_filled",
      done.map(({ token }) => ({ token, detail: said })),
    );
    return concluded(items, { done: done.map(({ token }) => token), leftOut });
  });
}

/** The tokens of which it was still missing. */
async function fill(tx: Tx, ctx: Context, given: FillGapsInput, tokens: string[]): Promise<string[]> {
  const [by, now] = [actorName(ctx.actor), ctx.clock.now()];
  switch (given.gap) {
    case "no_backup": {
      const rows = await tx.$queryRaw<{ token: string }[]>`
        update ownership o set backup_person_id = ${given.backup}::uuid where o.token_id = any(${tokens}::uuid[]) and o.person_id <> ${given.backup}::uuid
          and not exists (select from person b where b.id = o.backup_person_id and b.status = 'active') returning o.token_id as token`;
      return rows.map(({ token }) => token);
    }
    case "no_purpose": {
      const rows = await tx.$queryRaw<{ token: string }[]>`
        insert into ownership as o (token_id, state, purpose, purpose_by, purpose_at, set_by, set_at)
        select t, 'suggested', ${given.purpose}, ${by}, ${now}, ${by}, ${now} from unnest(${tokens}::uuid[]) t order by t
        on conflict (token_id) do update set purpose = excluded.purpose, purpose_by = excluded.purpose_by, purpose_at = excluded.purpose_at
          where nullif(btrim(o.purpose), '') is null
        returning o.token_id as token`;
      return rows.map(({ token }) => token);
    }
    case "no_workload": {
      const rows = await tx.$queryRaw<{ token: string }[]>`
        select t as token from unnest(${tokens}::uuid[]) t where not exists (select from token_workload w where w.token_id = t and w.basis <> 'suggested')`;
      const open = rows.map(({ token }) => token);
      if (open.length > 0) await linkIn(tx, ctx, given.workload, open);
      return open;
    }
    default:
      return given satisfies never;
  }
}
