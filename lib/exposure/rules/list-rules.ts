import { authorize } from "../../authorization/authorize";
import type { Context } from "../../core/context";
import { kinds } from "../../detection/secrets/catalog";
import { actorNames } from "../../people/actor-names";
import { isTried } from "../check-kinds";
import type { RuleDraft } from "./schemas";

export interface RuleRow extends RuleDraft {
  id: string;
  kind: string;
  enabled: boolean;
  version: number;
  set: { by: string; at: string };
  /** secrets that it found, whatever has become of them */
  found: number;
}

export interface DetectorRow {
  kind: string;
  title: string;
  family: string;
  off: { reason: string; by: string; at: string } | null;
  /** its secrets can be tried by their form: it is always looked for */
  tried: boolean;
  found: number;
}

/** Rules of one's own, by name, with how much each found. */
export async function listRules(ctx: Context): Promise<RuleRow[]> {
  authorize(ctx.actor, "inventory.read");
  const rows = await ctx.db.detectionRule.findMany({ orderBy: { title: "asc" } });
  const [found, names] = await Promise.all([
    foundByKind(ctx),
    actorNames(
      ctx.db,
      rows.map(({ setBy }) => setBy),
    ),
  ]);
  return rows.map(({ setBy, setAt, ...row }) => ({ ...row, found: found.get(row.kind) ?? 0, set: { by: names.get(setBy) ?? setBy, at: setAt.toISOString() } }));
}

/** Every kind that is known, by family and title, with which are off and how much each found. */
export async function listDetectors(ctx: Context): Promise<DetectorRow[]> {
  authorize(ctx.actor, "inventory.read");
  const [found, switches] = await Promise.all([foundByKind(ctx), ctx.db.detectorSwitch.findMany()]);
  const names = await actorNames(
    ctx.db,
    switches.map(({ offBy }) => offBy),
  );
  const off = new Map(switches.map(({ kind, reason, offBy, offAt }) => [kind, { reason, by: names.get(offBy) ?? offBy, at: offAt.toISOString() }]));
  return [...kinds.values()]
    .map(({ id, title, family }) => ({ kind: id, title, family, off: off.get(id) ?? null, tried: isTried(id), found: found.get(id) ?? 0 }))
    .sort((a, b) => a.family.localeCompare(b.family) || a.title.localeCompare(b.title));
}

async function foundByKind(ctx: Context): Promise<Map<string, number>> {
  const rows = await ctx.db.exposure.groupBy({ by: ["kind"], _count: true });
  return new Map(rows.map(({ kind, _count }) => [kind, _count]));
}
