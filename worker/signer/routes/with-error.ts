import { type AuditSubjectRef, appendAudit } from "../../../lib/audit/append";
import type { Context } from "../../../lib/core/context";
import { AppError, type ErrorCode, httpStatusOf } from "../../../lib/core/errors";
import { SignatureRefused } from "../../../lib/signatures/refused";
import type { Visitor } from "../entry/visitor";
import type { Reply } from "../http/exchange";

/** HTTP status of each kind of error: a form with a fault in it was read and can't be worked on. */
export const statusOf: Readonly<Record<ErrorCode, number>> = { ...httpStatusOf, InvalidInput: 422 };

/** What is said about an error: the sentence beside the field when there is just one, else the whole. */
export function sentenceOf(error: AppError): string {
  const fields = Object.values(error.detail.fields ?? {});
  return fields.length === 1 && fields[0] ? fields[0] : error.message;
}

/** Refusals and denials stand in the audit log too, in a transaction of their own: that of the change is rolled back. */
export async function auditRefusal(ctx: Context, error: unknown, subject: AuditSubjectRef): Promise<void> {
  if (!(error instanceof AppError) || error.code !== "Forbidden") return;
  const refusal = error instanceof SignatureRefused ? error.refusal : null;
  const event = { action: refusal ? "signature.refused" : "access.denied", subject, detail: { refusal, reason: error.message } };
  await ctx.db.$transaction((tx) => appendAudit(tx, ctx.actor, event));
}

/** Runs a form's verb; an expected error shows the page again with its sentence and all that was typed. */
export async function withError(visitor: Visitor, run: () => Promise<Reply>, again: (sentence: string, status: number) => Promise<Reply>): Promise<Reply> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await auditRefusal(visitor.ctx, error, { type: "person", id: visitor.person.id });
    return again(sentenceOf(error), statusOf[error.code]);
  }
}
