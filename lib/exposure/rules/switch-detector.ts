import { tellTriggers } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import { actorName, type Context } from "../../core/context";
import { conflict, notFound } from "../../core/errors";
import { parse } from "../../core/parse";
import { transaction } from "../../core/transaction";
import { kinds } from "../../detection/secrets/catalog";
import { isTried } from "../check-kinds";
import { withoutSecrets } from "../without-secrets";
import { SwitchDetectorInput } from "./schemas";

/**
 * Says that a kind of secret is not looked for, and why, or that it is again. What was found stays. Saying the same again changes nothing. Throws NotFound, and
 * Conflict for a kind that can be tried: that one which works is none takes two people, so the kind as a whole is never hidden by one. That one is switched
 * off, or on again, the database itself writes into the log (trigger log_detector_switch), with what it was.
 */
export async function switchDetector(ctx: Context, input: SwitchDetectorInput): Promise<{ on: boolean }> {
  authorize(ctx.actor, "detection.manage");
  const { kind, on, reason } = parse(SwitchDetectorInput, input);
  withoutSecrets("reason", reason);
  if (!kinds.has(kind)) throw notFound("The kind of secret");
  if (!on && isTried(kind))
    throw conflict(
      "Secrets of this kind can be tried, so the kind can’t be switched off. Close those that are none as false positives, each with a reason and a day.",
    );
  return transaction(ctx, async (tx) => {
    const off = await tx.detectorSwitch.findUnique({ where: { kind } });
    if ((off === null) === on) return { on };
    await tellTriggers(tx, ctx.actor);
    if (on) await tx.detectorSwitch.delete({ where: { kind } });
    else await tx.detectorSwitch.create({ data: { kind, reason, offBy: actorName(ctx.actor), offAt: ctx.clock.now() } });
    return { on };
  });
}
