import type { Tx } from "../core/db";
import { askForOwners } from "../detection/evaluate-soon";

/**
 * What follows for owners when the status of these persons has changed: the tokens they own, are offered, suggested for or made go on the collector's list in that
 * transaction, and right after it successors are asked, offers to a leaver lapse, and questions about somebody who is back are withdrawn. Not in the transaction itself: web
 * may hold rows of owners and offers, and a departure must not wait for it.
 */
export async function followStatus(tx: Tx, persons: readonly string[]): Promise<void> {
  const concerned = await tx.$queryRaw<{ token: string }[]>`
    select token_id as token from ownership where person_id = any(${persons}::uuid[])
    union select token_id from owner_transfer where status = 'proposed' and to_person_id = any(${persons}::uuid[])
    union select token_id from owner_suggestion where person_id = any(${persons}::uuid[]) and status in ('open', 'superseded')`;
  const accounts = await tx.$queryRaw<{ account: string }[]>`select account_id as account from account_person where person_id = any(${persons}::uuid[])`;
  await askForOwners(tx, { tokens: concerned.map(({ token }) => token), accounts: accounts.map(({ account }) => account) });
}
