import { appendAudit } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import { actorName, type Context } from "../../core/context";
import { parse } from "../../core/parse";
import { actorNames } from "../../people/actor-names";
import { withoutSecrets } from "../without-secrets";
import { type DueBasis, dueBases } from "./due-bases";
import { SetDueRuleInput } from "./schemas";

export interface DueRule {
  basis: DueBasis;
  /** null = no day */
  days: number | null;
  reason: string;
  /** null = as it was suggested */
  set: { by: string; at: string } | null;
}

/** Within how many days exposures are to be seen to, the gravest first. */
export async function dueRules(ctx: Context): Promise<DueRule[]> {
  authorize(ctx.actor, "inventory.read");
  const rows = await ctx.db.dueRule.findMany();
  const names = await actorNames(
    ctx.db,
    rows.map(({ setBy }) => setBy),
  );
  return dueBases.flatMap((basis) => {
    const row = rows.find((each) => each.basis === basis);
    if (!row) return [];
    const { days, reason, setBy, setAt } = row;
    return [{ basis, days, reason, set: setBy && setAt ? { by: names.get(setBy) ?? setBy, at: setAt.toISOString() } : null }];
  });
}

/** Says within how many days exposures that are so grave are to be seen to, and why. It holds for those that are open too, unless somebody set their day. */
export async function setDueRule(ctx: Context, input: SetDueRuleInput): Promise<{ basis: DueBasis; days: number | null }> {
  authorize(ctx.actor, "finding.triage");
  const { basis, days, reason } = parse(SetDueRuleInput, input);
  withoutSecrets("reason", reason);
  return ctx.db.$transaction(async (tx) => {
    const was = await tx.dueRule.findUniqueOrThrow({ where: { basis } });
    await tx.dueRule.update({ where: { basis }, data: { days, reason, setBy: actorName(ctx.actor), setAt: ctx.clock.now() } });
    await appendAudit(tx, ctx.actor, {
      action: "due_rule.set",
      subject: { type: "due_rule", id: basis },
      detail: { was: { days: was.days, reason: was.reason }, is: { days, reason } },
    });
    return { basis, days };
  });
}
