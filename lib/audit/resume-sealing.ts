import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { conflict } from "../core/errors";
import { parse } from "../core/parse";
import { appendAudit } from "./append";

export const ResumeSealingInput = z.object({ reason: z.string().trim().min(1, "Say what you found, in a sentence.").max(2000) });

/**
 * A person has looked at a log that was found broken, and the executor may try again: it compares the log with its own memory anew, and
 * finds it broken again unless it was put right. On the executor's host alone. Throws Conflict when nothing is broken.
 */
export async function resumeSealing(ctx: Context, input: z.input<typeof ResumeSealingInput>): Promise<{ was: string }> {
  authorize(ctx.actor, "audit.resume");
  const { reason } = parse(ResumeSealingInput, input);
  return ctx.db.$transaction(async (tx) => {
    const row = await tx.sealing.findUnique({ where: { id: 1 } });
    if (!row?.brokenAt) throw conflict("The log was not found broken. There is nothing to resume.");
    await tx.sealing.updateMany({ where: { id: 1, brokenAt: row.brokenAt }, data: { brokenAt: null, brokenReason: null } });
    const was = row.brokenReason ?? "";
    await appendAudit(tx, ctx.actor, { action: "audit.resumed", subject: { type: "audit_log", id: "1" }, detail: { reason, was } });
    return { was };
  });
}
