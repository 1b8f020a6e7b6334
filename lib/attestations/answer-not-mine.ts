import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { endOffers } from "../ownership/set-owners";
import { standBest } from "../ownership/stand-best";
import type { Answers } from "./attest";
import type { MyRow } from "./my-row";
import type { Attest } from "./schemas";

/**
 * Not mine: the token goes back to those without an owner, with the reason; its purpose and team stay. A backup who says so stops being the backup,
 * and the owner stays. Whoever said it is never suggested for the token again.
 */
export async function answerNotMine(tx: Tx, ctx: Context, person: string, { reason }: Attest<"not_mine">, rows: MyRow[]): Promise<Answers> {
  const of = (as: MyRow["as"]) => rows.filter((row) => row.as === as).map(({ token }) => token);
  const [owned, stoodIn] = [of("owner"), of("backup")];
  await tx.$executeRaw`
    update ownership set person_id = null, state = 'suggested', evidence = '{}', set_by = ${`person:${person}`}, set_at = ${ctx.clock.now()}
    where token_id = any(${owned}::uuid[]) and (purpose is not null or team_id is not null)`;
  await tx.$executeRaw`delete from ownership where token_id = any(${owned}::uuid[]) and purpose is null and team_id is null`;
  await tx.$executeRaw`update ownership set backup_person_id = null where token_id = any(${stoodIn}::uuid[])`;
  await tx.$executeRaw`
    update owner_suggestion set status = 'rejected', decided_by = ${`person:${person}`}, decided_at = ${ctx.clock.now()}, reason = ${reason}
    where token_id = any(${owned}::uuid[]) and person_id = ${person}::uuid and status <> 'rejected'`;
  await endOffers(tx, ctx, owned, "its owner said that it is not theirs");
  await standBest(tx, ctx, owned);
  return { answered: rows.map((row) => ({ row, reason })), leftOut: [] };
}
