import type { Prisma, Tx } from "../core/db";
import { rules } from "./catalog";
import type { Rule } from "./contract";
import type { Moved } from "./evaluate";
import { moveFindings, worthWriting } from "./move-findings";
import type { AccountScope } from "./scope";

/** The rules about accounts over those in scope, one statement a rule. */
export async function judgeAccounts(tx: Tx, scope: AccountScope, now: Date): Promise<Moved[]> {
  const moved: Moved[] = [];
  for (const rule of rules) if (rule.accounts) moved.push(...(await judge(tx, rule, rule.accounts(scope, now), scope, now)));
  return moved;
}

const judge = (tx: Tx, rule: Rule, verdicts: Prisma.Sql, scope: AccountScope, now: Date): Promise<Moved[]> => tx.$queryRaw`
  with linked as materialized (
    select ap.account_id, ap.person_id, ap.basis from account_person ap where ap.person_id is not null and ${scope.links}
  ), known as materialized (select f.* from finding f where f.rule = ${rule.id} and ${scope.findings}
  ), verdict as (select v.*, false as beyond from (${verdicts}) v
  ), wanted as materialized (
    select ${rule.id}::text as rule, v.*, f.id as finding_id, f.status as was from verdict v left join known f on f.subject = v.subject where ${worthWriting(now)}
  ), ${moveFindings(now)}`;
