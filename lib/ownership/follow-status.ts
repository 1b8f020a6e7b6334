import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { askForOwners } from "../detection/evaluate-soon";
import { proposeSuccession } from "./propose-succession";

/**
 * What follows for owners when the status of these persons has changed, in that transaction: successors are asked for what a leaver owned,
 * offers to a leaver lapse, questions about somebody who is back are withdrawn. Whom to suggest instead is looked at right after.
 */
export async function followStatus(tx: Tx, ctx: Context, persons: readonly string[]): Promise<void> {
  const concerned = await tx.$queryRaw<{ token: string }[]>`
    select token_id as token from ownership where person_id = any(${persons}::uuid[])
    union select token_id from owner_transfer where status = 'proposed' and to_person_id = any(${persons}::uuid[])`;
  await proposeSuccession(tx, ctx, { tokens: concerned.map(({ token }) => token) });
  const suggested = await tx.$queryRaw<{ token: string }[]>`
    select distinct token_id as token from owner_suggestion where person_id = any(${persons}::uuid[]) and status in ('open', 'superseded')`;
  const accounts = await tx.$queryRaw<{ account: string }[]>`select account_id as account from account_person where person_id = any(${persons}::uuid[])`;
  await askForOwners(tx, { tokens: [...concerned, ...suggested].map(({ token }) => token), accounts: accounts.map(({ account }) => account) });
}
