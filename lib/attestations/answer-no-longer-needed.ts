import { may } from "../authorization/authorize";
import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { invalidInput } from "../core/errors";
import { acknowledgementFor } from "../requests/acknowledgement";
import { fileIn } from "../requests/file-request";
import { loadTargets } from "../requests/load-targets";
import { preview } from "../requests/preview-request";
import type { Answers } from "./attest";
import type { MyRow } from "./my-row";
import type { Answered } from "./record";
import type { Attest } from "./schemas";

/**
 * No longer needed: a revocation request for every connection on which the tokens can be acted on, by the road that every request takes; it needs the
 * acknowledgement typed (the token's name, or "revoke 3 tokens"). For the others the answer stands, and a sentence says what to do by hand.
 */
export async function answerNoLongerNeeded(tx: Tx, ctx: Context, { reason, acknowledgement }: Attest<"no_longer_needed">, rows: MyRow[]): Promise<Answers> {
  const { ready, byHand } = await executable(tx, ctx, rows);
  const wanted = acknowledgementFor(ready.map(({ name }) => name));
  if (ready.length > 0 && acknowledgement.trim() !== wanted)
    throw invalidInput(`Type "${wanted}" to show that you mean ${ready.length === 1 ? "this one" : "these"}.`, { acknowledgement: `This is not "${wanted}".` });
  const answered: Answered[] = byHand.map(({ row, sentence }) => ({ row, reason, byHand: sentence }));
  const requests: number[] = [];
  for (const connection of new Set(ready.map((row) => row.connection.id))) {
    const some = ready.filter((row) => row.connection.id === connection);
    const typed = acknowledgementFor(some.map(({ name }) => name));
    const request = await fileIn(ctx, tx, { tokens: some.map(({ token }) => token), reason, effect: "dead", acknowledgement: typed }, null);
    requests.push(request.number);
    answered.push(...some.map((row) => ({ row, reason, request: request.id })));
  }
  return { answered, leftOut: [], requests, byHand: byHand.map(({ row, sentence }) => ({ token: row.token, name: row.name, sentence })) };
}

/** Which of them a request can be filed for now, and why not for the others. */
async function executable(tx: Tx, ctx: Context, rows: MyRow[]): Promise<{ ready: MyRow[]; byHand: { row: MyRow; sentence: string }[] }> {
  if (!may(ctx.actor, "request.file"))
    return {
      ready: [],
      byHand: rows.map((row) => ({ row, sentence: "Your roles can’t request a revocation. A security manager sees your answer in Ownership, and can." })),
    };
  const targets = await loadTargets(
    tx,
    rows.map(({ token }) => token),
  );
  const obstacles = new Map<string, string>();
  for (const connection of new Set(targets.map(({ row }) => row.connection.id))) {
    const shown = await preview(
      ctx,
      tx,
      targets.filter(({ row }) => row.connection.id === connection),
    );
    for (const { row, obstacle } of shown.targets) if (obstacle) obstacles.set(row.id, obstacle.sentence);
  }
  const sentence = (row: MyRow) => obstacles.get(row.token);
  return { ready: rows.filter((row) => !sentence(row)), byHand: rows.flatMap((row) => (sentence(row) ? [{ row, sentence: sentence(row) as string }] : [])) };
}
