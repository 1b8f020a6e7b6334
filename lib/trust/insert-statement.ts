import { appendAudit } from "../audit/append";
import { actorName, type Context } from "../core/context";
import type { Tx } from "../core/db";
import type { BuiltTrustStatement } from "./statements";

/** Writes a proposed trust statement in the caller's transaction. It has no effect until administrators have signed it. */
export async function insertTrustStatement(ctx: Context, tx: Tx, { digest, kind, subject, body }: BuiltTrustStatement): Promise<void> {
  await tx.trustStatement.create({ data: { digest, kind, subject, body, proposedBy: actorName(ctx.actor), createdAt: ctx.clock.now() } });
  await appendAudit(tx, ctx.actor, { action: "trust.proposed", subject: { type: "trust_statement", id: digest }, detail: { kind, about: subject } });
}
