import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { conflict, notFound } from "../core/errors";
import { parse } from "../core/parse";
import { type FiledRequest, fileIn } from "./file-request";
import { RefileRequestInput, requestedEffects } from "./schemas";
import { requestStatus } from "./status";

const endStates: readonly string[] = ["proven", "irrevocable", "refused", "stopped"];

/**
 * Files a request anew with the same tokens and reason after it ended without the machine having acted: expired, or refused
 * because policy, connection or target changed. One click: what was acknowledged still names the same tokens. Targets that are dead by now are left out.
 */
export async function refileRequest(ctx: Context, input: unknown): Promise<FiledRequest> {
  authorize(ctx.actor, "request.file");
  const { request: id } = parse(RefileRequestInput, input);
  return ctx.db.$transaction(async (tx) => {
    const old = await tx.request.findUnique({
      where: { id },
      select: {
        number: true,
        reason: true,
        acknowledgement: true,
        effect: true,
        targets: { orderBy: { position: "asc" } },
        executions: { select: { targetDigest: true, status: true } },
      },
    });
    if (!old) throw notFound("The request");
    const status = await requestStatus(tx, id);
    if (status === "denied") throw conflict(`R-${old.number} was denied. If you still think it right, file a new request and say what changed.`);
    const ended = new Set(old.executions.filter((e) => endStates.includes(e.status)).map((e) => e.targetDigest));
    const waits = (status === "pending" || status === "approved") && old.targets.some((target) => !ended.has(target.digest));
    if (waits)
      throw conflict(
        `R-${old.number} still waits for ${status === "pending" ? "signatures. Sign it, or withdraw it first" : "the machine. Follow it on its page"}.`,
      );
    const settled = new Set(old.executions.filter((e) => e.status === "proven" || e.status === "irrevocable").map((e) => e.targetDigest));
    const tokens = old.targets.filter((target) => !settled.has(target.digest)).map((target) => target.tokenId);
    if (tokens.length === 0) throw conflict(`Every token of R-${old.number} is settled already. There is nothing to file again.`);
    return fileIn(ctx, tx, { tokens, reason: old.reason, effect: z.enum(requestedEffects).parse(old.effect), acknowledgement: old.acknowledgement }, id);
  });
}
