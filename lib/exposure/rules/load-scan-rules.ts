import type { Context } from "../../core/context";
import { InvalidRule } from "../../detection/secrets/invalid-rule";
import { detectorOfRule } from "../../detection/secrets/user-rules";
import type { OwnRule, ScanRules } from "./scan-rules";
import { userRuleOf } from "./schemas";

/** The rules that are enabled, and the detectors that are off, as they are now. One that can't be used is left out and said in the log: it stops no scan. */
export async function loadScanRules(ctx: Context): Promise<ScanRules> {
  const [stored, switches] = await Promise.all([
    ctx.db.detectionRule.findMany({ where: { enabled: true }, orderBy: { kind: "asc" } }),
    ctx.db.detectorSwitch.findMany({ select: { kind: true } }),
  ]);
  const own: OwnRule[] = [];
  for (const row of stored) {
    const rule = userRuleOf(row);
    try {
      detectorOfRule(rule);
      own.push({ kind: row.kind, rule, excludedChannels: row.excludedChannels, rotate: row.rotate });
    } catch (error) {
      if (!(error instanceof InvalidRule)) throw error;
      ctx.log.warn({ rule: row.kind, reason: error.reason }, "a rule of one's own can't be used, and is left out of the scan");
    }
  }
  return { own, off: new Set(switches.map(({ kind }) => kind)) };
}
