import { z } from "zod";
import { authorize } from "../../authorization/authorize";
import type { Context } from "../../core/context";
import { Prisma } from "../../core/db";
import { forbidden, invalidInput } from "../../core/errors";
import { parse } from "../../core/parse";
import type { Severity } from "../../domain/severity";
import type { FindingState } from "../../domain/states";
import { mostSelected, selectionDigest } from "../../tokens/review-selection";
import { exposuresWithToken } from "../filter-sql";
import { narrowed } from "../list-exposures";
import { ExposureFilters } from "../schemas";
import { exposuresNow, itemOf, nameOf } from "./reviewed-exposures";

export const ReviewExposuresInput = ExposureFilters.extend({
  /** these alone, whatever the filters say */
  only: z.array(z.uuid()).max(mostSelected).optional(),
  /** of those that the filters leave, not these */
  except: z.array(z.uuid()).max(mostSelected).optional(),
});

/** A set that no longer moves, for people to look at before they act on it. */
export interface ExposureSelection {
  selection: string;
  digest: string;
  count: number;
  /** that work or are critical: to call them false positives takes two */
  grave: number;
  /** the first hundred, the gravest first */
  exposures: { id: string; name: string; severity: Severity; status: FindingState }[];
}

const shown = 100;

/**
 * Turns "all that match" into a set that no longer moves: each exposure with where it stands, who is assigned and how grave it is. It is the person's own,
 * and acts on nothing. Throws InvalidInput for none and for more than `mostSelected`.
 */
export async function reviewExposures(ctx: Context, input: unknown): Promise<ExposureSelection> {
  authorize(ctx.actor, "finding.triage");
  if (ctx.actor.type !== "person") throw forbidden("Only a signed-in person can review exposures: the set is theirs.");
  const { only, except = [], ...filters } = parse(ReviewExposuresInput, input);
  const ids = only ?? (await matching(ctx, filters, except));
  if (ids.length > mostSelected)
    throw invalidInput(`More than ${mostSelected} secrets fit, and no more can be acted on at once. Narrow the list, by source for instance.`);
  const exposures = await exposuresNow(ctx.db, ids);
  if (exposures.length === 0) throw invalidInput("No exposure fits. Choose at least one.");
  const items = exposures.map(itemOf);
  const selection = { id: ctx.ids.uuid(), digest: selectionDigest(items), count: items.length };
  await ctx.db.tokenSelection.create({
    data: {
      ...selection,
      list: "exposures",
      personId: ctx.actor.id,
      filters: JSON.parse(JSON.stringify({ ...filters, only, except })),
      items,
      createdAt: ctx.clock.now(),
    },
  });
  return {
    selection: selection.id,
    digest: selection.digest,
    count: selection.count,
    grave: exposures.filter(({ severity, validity }) => severity === "critical" || validity === "valid").length,
    exposures: exposures
      .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
      .slice(0, shown)
      .map((exposure) => ({ id: exposure.id, name: nameOf(exposure), severity: exposure.severity, status: exposure.status })),
  };
}

const order: readonly Severity[] = ["critical", "high", "medium", "low", "info"];

async function matching(ctx: Context, filters: ExposureFilters, except: readonly string[]): Promise<string[]> {
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    select e.id from ${exposuresWithToken}
    where ${Prisma.join([...narrowed(filters, ctx.clock.now()), Prisma.sql`e.id <> all(${[...except]}::text[]::uuid[])`], " and ")} limit ${mostSelected + 1}`;
  return rows.map(({ id }) => id);
}
