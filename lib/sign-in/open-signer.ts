import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Action } from "../authorization/table";
import { sha256 } from "../core/canonical";
import type { Context } from "../core/context";
import { unauthenticated } from "../core/errors";
import { parse } from "../core/parse";
import { minutesAfter, ticketMinutes } from "./lifetimes";

export const OpenSignerInput = z.discriminatedUnion("purpose", [
  z.object({ purpose: z.literal("sign"), subject: z.uuid() }),
  z.object({ purpose: z.literal("trust"), subject: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.object({ purpose: z.literal("enrol") }),
]);
export type OpenSignerInput = z.infer<typeof OpenSignerInput>;

/** What one must be allowed to do to be shown each page of the signer. Whether a signature then counts is decided from signed statements alone. */
export const signerActions = { sign: "request.sign", trust: "trust.read", enrol: "key.enrol" } as const satisfies Record<OpenSignerInput["purpose"], Action>;

/** Issues a pass of five minutes, no longer than the session, that says to the signer who is coming and what for. Returns its token, to be put into the signer's address; only the hash is kept. */
export async function openSigner(ctx: Context, input: OpenSignerInput): Promise<{ ticket: string }> {
  authorize(ctx.actor, signerActions[input.purpose]);
  const parsed = parse(OpenSignerInput, input);
  const { actor } = ctx;
  if (actor.type !== "person") throw unauthenticated("Only a person can go to the signer's page.");
  const subject = parsed.purpose === "enrol" ? null : parsed.subject;
  const now = ctx.clock.now();
  const ticket = ctx.ids.secret(32);
  await ctx.db.$transaction(async (tx) => {
    await tx.signerTicket.create({
      data: {
        ticketHash: sha256(ticket),
        personId: actor.id,
        sessionId: actor.sessionId,
        purpose: parsed.purpose,
        subject,
        createdAt: now,
        expiresAt: minutesAfter(now, ticketMinutes),
      },
    });
    await appendAudit(tx, actor, { action: "signer.opened", subject: { type: "person", id: actor.id }, detail: { purpose: parsed.purpose, subject } });
  });
  return { ticket };
}

/** Where the signer spends the pass. */
export const ticketUrl = (signerOrigin: string, ticket: string): string => `${signerOrigin}/t/${ticket}`;
