import { appendAudit } from "../audit/append";
import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { rules } from "./catalog";
import { judgeAccounts } from "./judge-accounts";
import { judgeTokens } from "./judge-tokens";
import { lockFindings } from "./lock";
import { type RuleScope, resolveScope } from "./scope";

/** How many findings one evaluation moved. */
export interface Evaluation {
  opened: number;
  regressed: number;
  updated: number;
  closed: number;
}

export interface Moved {
  rule: string;
  id: string;
  move: keyof Evaluation;
}

/** The audit entry names the findings it moved up to this many; beyond, the rows themselves say when. */
const namedInAudit = 200;

/**
 * Brings the findings of every rule into line with the facts, for the subjects that `scope` concerns. Set-based; call it in the
 * transaction of the change, so that a fact and what follows from it become visible together. Collector only (its role writes findings).
 *
 * Evaluations exclude each other until their transactions end: two changes that each see half of a finding cannot both miss it.
 */
export async function evaluateRules(tx: Tx, ctx: Context, scope: RuleScope): Promise<Evaluation> {
  await lockFindings(tx);
  // Statements this long are compiled for seconds to save milliseconds.
  await tx.$executeRaw`select set_config('jit', 'off', true)`;
  const total: Evaluation = { opened: 0, regressed: 0, updated: 0, closed: 0 };
  for await (const part of resolveScope(tx, scope)) {
    const now = ctx.clock.now();
    const moved = part.kind === "accounts" ? await judgeAccounts(tx, part.accounts, now) : await judgeTokens(tx, part.tokens, part.count, now);
    for (const { move } of moved) total[move] += 1;
    for (const rule of rules)
      await recordMoves(
        tx,
        ctx,
        rule.id,
        moved.filter((row) => row.rule === rule.id),
      );
  }
  return total;
}

/** One audit entry a rule and evaluation, not one a finding: a first sync opens tens of thousands at once. */
async function recordMoves(tx: Tx, ctx: Context, rule: string, moved: Moved[]): Promise<void> {
  const detail: Record<string, unknown> = {};
  for (const move of ["opened", "regressed", "closed"] as const) {
    const ids = moved.filter((row) => row.move === move).map((row) => row.id);
    if (ids.length > 0) detail[move] = { count: ids.length, findings: ids.slice(0, namedInAudit) };
  }
  if (Object.keys(detail).length > 0) await appendAudit(tx, ctx.actor, { action: "findings.moved", subject: { type: "rule", id: rule }, detail });
}
