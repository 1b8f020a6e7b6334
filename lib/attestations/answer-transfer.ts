import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { offerTokens } from "../ownership/offer-tokens";
import type { Answers } from "./attest";
import type { MyRow } from "./my-row";
import type { Attest } from "./schemas";

/** Transfer: the other one must take them; until then the owner stays. A backup hands on nothing. */
export async function answerTransfer(tx: Tx, ctx: Context, person: string, { to, reason }: Attest<"transfer">, rows: MyRow[]): Promise<Answers> {
  const own = rows.filter(({ as }) => as === "owner");
  const offers = await offerTokens(tx, ctx, { tokens: own.map(({ token }) => token), from: person, to, reason });
  const answered = own.flatMap((row) => {
    const transfer = offers.get(row.token);
    return transfer ? [{ row, reason, transfer }] : [];
  });
  const because = ({ as }: MyRow) => (as === "backup" ? "only its owner hands it on" : "it is offered to somebody already");
  return {
    answered,
    leftOut: rows
      .filter(({ token }) => !answered.some(({ row }) => row.token === token))
      .map((row) => ({ token: row.token, name: row.name, because: because(row) })),
  };
}
