import { tellTriggers } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import { actorName, type Context } from "../../core/context";
import { conflict, invalidInput, notFound } from "../../core/errors";
import { parse } from "../../core/parse";
import { sqlState, transaction } from "../../core/transaction";
import { InvalidRule } from "../../detection/secrets/invalid-rule";
import { detectorOfRule } from "../../detection/secrets/user-rules";
import { withoutSecrets } from "../without-secrets";
import { AddRuleInput, ChangeRuleInput, kindOfTitle, type RuleDraft, SwitchRuleInput, userRuleOf } from "./schemas";

// That a rule is added, changed or switched the database itself writes into the log (trigger log_detection_rule), so nothing goes around it.

/** Adds a rule of one's own; the next scan looks by it. Throws InvalidInput, with what is wrong, for a pattern that can't be used, and Conflict for a name that is taken. */
export async function addRule(ctx: Context, input: AddRuleInput): Promise<{ id: string; kind: string }> {
  authorize(ctx.actor, "detection.manage");
  const draft = parse(AddRuleInput, input);
  const kind = kindOfTitle(draft.title);
  usable(kind, draft);
  const id = ctx.ids.uuid();
  await transaction(ctx, async (tx) => {
    await tellTriggers(tx, ctx.actor);
    await tx.detectionRule.create({ data: { id, kind, ...draft, setBy: actorName(ctx.actor), setAt: ctx.clock.now() } });
  }).catch((error: unknown) => {
    throw sqlState(error) === "23505" ? conflict("A rule of that name exists. Give it another name, or change that one.") : error;
  });
  return { id, kind };
}

/** Changes a rule; what it was stands in the log. Its kind stays, so what it found keeps it. Throws Conflict where somebody else has changed it since. */
export async function changeRule(ctx: Context, input: ChangeRuleInput): Promise<{ version: number }> {
  authorize(ctx.actor, "detection.manage");
  const { ruleId, version, ...draft } = parse(ChangeRuleInput, input);
  return transaction(ctx, async (tx) => {
    const rule = await tx.detectionRule.findUnique({ where: { id: ruleId } });
    if (!rule) throw notFound("The rule");
    usable(rule.kind, draft);
    await tellTriggers(tx, ctx.actor);
    const { count } = await tx.detectionRule.updateMany({
      where: { id: ruleId, version },
      data: { ...draft, version: version + 1, setBy: actorName(ctx.actor), setAt: ctx.clock.now() },
    });
    if (count === 0) throw conflict("Somebody else has changed this rule meanwhile. Look at theirs first.");
    return { version: version + 1 };
  });
}

/** Lets scans look by a rule, or no longer. What it found stays. */
export async function switchRule(ctx: Context, input: SwitchRuleInput): Promise<{ enabled: boolean }> {
  authorize(ctx.actor, "detection.manage");
  const { ruleId, enabled } = parse(SwitchRuleInput, input);
  return transaction(ctx, async (tx) => {
    if (!(await tx.detectionRule.findUnique({ where: { id: ruleId }, select: { id: true } }))) throw notFound("The rule");
    await tellTriggers(tx, ctx.actor);
    await tx.detectionRule.updateMany({ where: { id: ruleId, enabled: !enabled }, data: { enabled, setBy: actorName(ctx.actor), setAt: ctx.clock.now() } });
    return { enabled };
  });
}

/** Throws InvalidInput, naming the field, where the engine can't use a rule, or it holds a secret itself: a rule is kept and logged. */
export function usable(kind: string, draft: Pick<RuleDraft, "title" | "regex" | "keywords" | "entropy" | "path"> & { rotate?: string | null }): void {
  const { title, regex, keywords, rotate } = draft;
  for (const [field, text] of Object.entries({ title, regex, keywords: keywords.join("\n"), rotate: rotate ?? "" })) withoutSecrets(field, text);
  try {
    detectorOfRule(userRuleOf({ kind, ...draft }));
  } catch (error) {
    if (!(error instanceof InvalidRule)) throw error;
    const [, field = "regex", words = error.reason] = /^(\w+)[^:]*: (.*)$/s.exec(error.reason) ?? [];
    throw invalidInput(`The rule can’t be used: ${words}`, { [field]: words });
  }
}
