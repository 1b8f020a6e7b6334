import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma, type Tx } from "../core/db";
import { evaluateSoon } from "../detection/evaluate-soon";
import { matches } from "./match-sql";

/** Whose links to look for: accounts by id, all of a connection, or those that may belong to these persons. */
export type LinkScope = { accounts: readonly string[] } | { connection: string } | { persons: readonly string[] };

interface LinkMove {
  account_id: string;
  person_id: string;
  move: "linked" | "moved" | "dropped";
}
const namedInAudit = 200;

/**
 * Links accounts to persons by evidence, set-based, in the caller's transaction, and re-evaluates the rules for what moved. Collector only.
 * Returns the accounts whose link changed.
 *
 * A link once found stays when its evidence fades: directories rename or blank the address of those who leave, and the address may go to
 * someone new. It moves only when the account itself now names somebody else, and goes when a person rejected it.
 */
export async function linkAccounts(tx: Tx, ctx: Context, scope: LinkScope): Promise<string[]> {
  authorize(ctx.actor, "account.match");
  const subjects = subjectsOf(scope);
  const now = ctx.clock.now();
  const moved = await tx.$queryRaw<LinkMove[]>`
    with matched as materialized (${matches(subjects)}),
    rejected as materialized (
      select l.account_id, l.person_id from account_link l join account a on a.id = l.account_id
      where ${subjects} and (select d.decision from account_link_decision d where d.account_id = l.account_id and d.person_id = l.person_id
        order by d.decided_at desc, d.id desc limit 1) = 'rejected'
    ), written as (
      insert into account_link as l (account_id, person_id, evidence, linked_at)
      select m.account_id, m.person_id, m.evidence, ${now} from matched m
      on conflict (account_id) do update set person_id = excluded.person_id, evidence = excluded.evidence, linked_at = excluded.linked_at
      where l.person_id <> excluded.person_id and (
        exists (select from rejected r where r.account_id = l.account_id)
        or (l.evidence -> 'account') is distinct from (excluded.evidence -> 'account'))
      returning l.account_id, l.person_id, (xmax = 0) as fresh
    ), dropped as (
      delete from account_link l using rejected r
      where l.account_id = r.account_id and not exists (select from matched m where m.account_id = r.account_id)
      returning l.account_id, l.person_id
    )
    select account_id, person_id, case when fresh then 'linked' else 'moved' end as move from written
    union all select account_id, person_id, 'dropped' from dropped`;
  if (moved.length === 0) return [];
  await recordMoves(tx, ctx, moved);
  const accounts = moved.map((row) => row.account_id);
  await evaluateSoon(tx, ctx, { accounts });
  return accounts;
}

function subjectsOf(scope: LinkScope): Prisma.Sql {
  if ("accounts" in scope) return Prisma.sql`a.id = any(${[...scope.accounts]}::uuid[])`;
  if ("connection" in scope) return Prisma.sql`a.connection_id = ${scope.connection}::uuid`;
  const persons = [...scope.persons];
  return Prisma.sql`a.id in (
    select b.id from person p join account b on lower(b.email) = lower(p.email) where p.id = any(${persons}::uuid[])
    union select b.id from person p join account b on lower(b.user_name) in (lower(p.email), lower(p.user_name)) where p.id = any(${persons}::uuid[])
    union select b.id from person p join account b on b.external_id = p.record ->> 'externalId' where p.id = any(${persons}::uuid[]))`;
}

async function recordMoves(tx: Tx, ctx: Context, moved: LinkMove[]): Promise<void> {
  const detail: Record<string, unknown> = {};
  for (const move of ["linked", "moved", "dropped"] as const) {
    const rows = moved.filter((row) => row.move === move);
    if (rows.length > 0)
      detail[move] = { count: rows.length, pairs: rows.slice(0, namedInAudit).map((row) => ({ account: row.account_id, person: row.person_id })) };
  }
  await appendAudit(tx, ctx.actor, {
    action: "accounts.linked",
    subject: { type: "account", id: moved.length === 1 ? (moved[0]?.account_id ?? "") : "several" },
    detail,
  });
}
