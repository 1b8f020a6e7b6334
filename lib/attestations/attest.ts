import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { forbidden } from "../core/errors";
import { parse } from "../core/parse";
import { auditTokens, concluded } from "../ownership/decide";
import type { Outcome } from "../ownership/schemas";
import { answerMine } from "./answer-mine";
import { answerNoLongerNeeded } from "./answer-no-longer-needed";
import { answerNotMine } from "./answer-not-mine";
import { answerTransfer } from "./answer-transfer";
import { type MyRow, myRows } from "./my-row";
import { type Answered, recordAttestations } from "./record";
import { AttestInput } from "./schemas";

export interface Attested extends Outcome {
  /** numbers of the requests that were filed */
  requests: number[];
  /** answered, but what follows is somebody's to do by hand: a sentence each */
  byHand: { token: string; name: string; sentence: string }[];
}

/** What one answer came to, for the tokens it was given for. */
export interface Answers {
  answered: Answered[];
  leftOut: Outcome["leftOut"];
  requests?: number[];
  byHand?: Attested["byHand"];
}

/**
 * The owner of tokens, or their backup, says of them: mine, transfer, not mine, or no longer needed. Each answer is kept with the evidence of that
 * moment, in one transaction with what follows from it. Nobody answers for somebody else, managers included. Bound to what was reviewed: a token that changed meanwhile
 * is left out and told. Throws Forbidden where none of them is one's own.
 */
export async function attest(ctx: Context, input: unknown): Promise<Attested> {
  authorize(ctx.actor, "token.attest");
  const answer = parse(AttestInput, input);
  const { actor } = ctx;
  if (actor.type !== "person") throw forbidden("Only a signed-in person answers for a token.");
  return ctx.db.$transaction(
    async (tx) => {
      const ids = answer.items.map(({ token }) => token);
      await tx.$queryRaw`select token_id from ownership where token_id = any(${ids}::uuid[]) order by token_id for no key update`;
      const rows = new Map((await myRows(tx, actor.id, ids)).map((row) => [row.token, row]));
      if (rows.size === 0) throw forbidden("You neither own these tokens nor stand in for their owner. Only they answer for them.");
      const ready: MyRow[] = [];
      const leftOut: Outcome["leftOut"] = [];
      for (const { token, version } of answer.items) {
        const row = rows.get(token);
        const because = !row ? "it is not yours any more" : row.version !== version ? "it changed since you looked at it" : null;
        if (row && !because) ready.push(row);
        else leftOut.push({ token, name: row?.name ?? "A token", because: because ?? "it is not yours any more" });
      }
      const said = await answers(tx, ctx, actor.id, answer, ready);
      await recordAttestations(tx, ctx, actor.id, answer.answer, said.answered);
      await auditTokens(
        tx,
        ctx,
        "token.attested",
        said.answered.map(({ row, ...detail }) => ({ token: row.token, detail: { answer: answer.answer, as: row.as, ...detail } })),
      );
      const outcome = concluded(answer.items, { done: said.answered.map(({ row }) => row.token), leftOut: [...leftOut, ...said.leftOut] });
      return { ...outcome, requests: said.requests ?? [], byHand: said.byHand ?? [] };
    },
    { timeout: 60_000 },
  );
}

function answers(tx: Tx, ctx: Context, person: string, input: AttestInput, rows: MyRow[]): Promise<Answers> {
  switch (input.answer) {
    case "mine":
      return answerMine(tx, ctx, input, rows);
    case "transfer":
      return answerTransfer(tx, ctx, person, input, rows);
    case "not_mine":
      return answerNotMine(tx, ctx, person, input, rows);
    case "no_longer_needed":
      return answerNoLongerNeeded(tx, ctx, input, rows);
    default:
      return input satisfies never;
  }
}
