import { appendAudit } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import { actorName, type Context } from "../../core/context";
import { notFound } from "../../core/errors";
import { parse } from "../../core/parse";
import { transaction } from "../../core/transaction";
import { kinds } from "../../detection/secrets/catalog";
import { withoutSecrets } from "../without-secrets";
import { SwitchDetectorInput } from "./schemas";

/** Says that a kind of secret is not looked for, and why, or that it is again. What was found stays. Saying the same again changes nothing. Throws NotFound. */
export async function switchDetector(ctx: Context, input: SwitchDetectorInput): Promise<{ on: boolean }> {
  authorize(ctx.actor, "detection.manage");
  const { kind, on, reason } = parse(SwitchDetectorInput, input);
  withoutSecrets("reason", reason);
  if (!kinds.has(kind)) throw notFound("The kind of secret");
  return transaction(ctx, async (tx) => {
    const off = await tx.detectorSwitch.findUnique({ where: { kind } });
    if ((off === null) === on) return { on };
    if (on) await tx.detectorSwitch.delete({ where: { kind } });
    else await tx.detectorSwitch.create({ data: { kind, reason, offBy: actorName(ctx.actor), offAt: ctx.clock.now() } });
    await appendAudit(tx, ctx.actor, {
      action: on ? "detector.switched_on" : "detector.switched_off",
      subject: { type: "detector", id: kind },
      detail: on ? {} : { reason },
    });
    return { on };
  });
}
